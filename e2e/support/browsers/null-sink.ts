import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { until } from './browser-driver'
import { startProgram, type StartedProgram } from './started-program'

/** A sound server whose only output is heard by nobody, for machines without a sound card. */
export interface NullSink {
  /** What a browser needs in its environment to play there. */
  readonly env: NodeJS.ProcessEnv
  stop(): Promise<void>
}

/** Starts PulseAudio with a null sink; its socket and its state lie in `folder`. */
export async function startNullSink(folder: string): Promise<NullSink> {
  const socket = join(folder, 'pulse.sock')
  const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` }
  const server: StartedProgram = startProgram(
    'pulseaudio',
    ['--daemonize=no', '--exit-idle-time=-1', '-n', '-L', 'module-null-sink', '-L', `module-native-protocol-unix auth-anonymous=1 socket=${socket}`],
    env,
  )
  await until(`PulseAudio (${server.said()})`, () => Promise.resolve(existsSync(socket)), 10_000)
  return { env, stop: () => server.stop() }
}
