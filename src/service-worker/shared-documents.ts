import { SHARED_DOCUMENTS } from '../shared/protocol/service-worker'

/**
 * Keeps what another program shared to the installed app until the page takes it: its first file, else its text, else its address. What
 * was shared before and not taken is dropped.
 */
export async function keepShared(request: Request): Promise<void> {
  const form = await request.formData()
  const file = form.getAll('documents').find((value) => value instanceof File)
  const words = [form.get('text'), form.get('url')].find((value) => typeof value === 'string' && value.trim() !== '')
  await caches.delete(SHARED_DOCUMENTS.cache)
  const body = file ?? (typeof words === 'string' ? new Blob([words], { type: 'text/plain' }) : null)
  if (body === null) return
  const title = form.get('title')
  const name = file?.name ?? (typeof title === 'string' && title.trim() !== '' ? title : 'Shared text')
  const cache = await caches.open(SHARED_DOCUMENTS.cache)
  await cache.put('document', new Response(body, { headers: { 'content-type': body.type, [SHARED_DOCUMENTS.nameHeader]: encodeURIComponent(name) } }))
}
