import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createRunningActs, isInUse, type ActName, type RunningActs } from './running-acts'

let acts: RunningActs
let running: readonly ActName[]
let ended: string[]

beforeEach(() => {
  running = []
  ended = []
  acts = createRunningActs((names) => { running = names })
})

/** An act that goes on until it is told to end, and then for `tail`. */
function begin(name: ActName, tail: Promise<void> = Promise.resolve(), label: string = name): Promise<void> {
  return acts.run(name, async (signal) => {
    await new Promise((resolve) => { signal.addEventListener('abort', resolve) })
    ended.push(label)
    await tail
  })
}

const turn = () => new Promise((resolve) => setTimeout(resolve))

it('ends what the rules name, and leaves others alone', async () => {
  void begin('check')
  void begin('transcript')
  void begin('joining')
  void begin('reading')
  await turn()
  expect(ended).toEqual(['check'])
  expect(running).toEqual(['transcript', 'joining', 'reading'])
})

it('has one act of a kind, the newest', async () => {
  void begin('similarity', undefined, 'first')
  void begin('similarity', undefined, 'second')
  await turn()
  expect([ended, running]).toEqual([['first'], ['similarity']])
})

it('does not begin what gives way to an act that runs', async () => {
  void begin('reading')
  const act = vi.fn(() => Promise.resolve())
  await acts.run('similarity', act)
  expect(act).not.toHaveBeenCalled()
})

it('leaves the import that runs and takes no second one', async () => {
  void begin('import')
  const second = vi.fn(() => Promise.resolve())
  await acts.run('import', second)
  expect([ended, second.mock.calls.length]).toEqual([[], 0])
})

it('counts an act as running until it has settled', async () => {
  let finish: () => void = () => undefined
  void begin('reading', new Promise((resolve) => { finish = resolve }))
  const stopped = vi.fn()
  void acts.stop('reading').then(stopped)
  await turn()
  expect([running, stopped.mock.calls.length]).toEqual([['reading'], 0])
  finish()
  await turn()
  expect([running, stopped.mock.calls.length]).toEqual([[], 1])
})

it('gives a failure to whoever began the act, and is free again', async () => {
  await expect(acts.run('check', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(running).toEqual([])
  await acts.stopAll()
})

describe('an act that must be alone', () => {
  it('begins once all others have settled', async () => {
    let finish: () => void = () => undefined
    void begin('pack-change', new Promise((resolve) => { finish = resolve }))
    void begin('transcript')
    const alone = vi.fn(() => Promise.resolve())
    const done = acts.runAlone(alone)
    await turn()
    expect([ended, alone.mock.calls.length]).toEqual([['pack-change', 'transcript'], 0])
    finish()
    await done
    expect(alone).toHaveBeenCalledOnce()
  })

  it('lets no other begin meanwhile, and all of them afterwards', async () => {
    const other = vi.fn(() => Promise.resolve())
    await acts.runAlone(() => acts.run('reading', other))
    expect(other).not.toHaveBeenCalled()
    await acts.run('reading', other)
    expect(other).toHaveBeenCalledOnce()
  })

  it('makes way again when it fails', async () => {
    await expect(acts.runAlone(() => Promise.reject(new Error('busy')))).rejects.toThrow('busy')
    const other = vi.fn(() => Promise.resolve())
    await acts.run('reading', other)
    expect(other).toHaveBeenCalledOnce()
  })
})

it('knows what running acts work with', () => {
  expect(isInUse(['check'], 'transcription')).toBe(true)
  expect(isInUse(['pack-change', 'joining'], 'transcription', 'inference', 'microphone')).toBe(false)
})
