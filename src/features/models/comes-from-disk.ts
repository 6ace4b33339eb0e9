import type { PackStatus } from '../../shared/protocol/model-pack'

/** True for files that the person chose from the disk: there is no address to fetch them from again. */
export function comesFromDisk({ pack }: PackStatus): boolean {
  return pack.sources.every((source) => source.startsWith('disk:'))
}
