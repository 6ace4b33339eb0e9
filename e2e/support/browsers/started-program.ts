import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/** A program that runs beside the test. */
export interface StartedProgram {
  /** What it said so far, for whoever has to find out why it did not work. */
  said(): string
  /** The first line of its file descriptor 3. */
  readonly reported: Promise<string>
  stop(): Promise<void>
}

/** Starts a program; what it prints is kept. */
export function startProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): StartedProgram {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => { said = (said + piece.toString()).slice(-4000) })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => { resolve() })
    child.once('error', (error) => {
      said += error.message
      resolve()
    })
  })
  const reported = new Promise<string>((resolve, reject) => {
    ;(child.stdio[3] as Readable).once('data', (piece: Buffer) => { resolve(piece.toString().trim()) })
    void ended.then(() => { reject(new Error(`${command} ended: ${said}`)) })
  })
  // Most programs report nothing there, and nobody waits for it.
  reported.catch(() => undefined)
  return {
    said: () => said,
    reported,
    async stop() {
      child.kill()
      await ended
    },
  }
}
