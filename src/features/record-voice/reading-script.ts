/** Words to read aloud: about twelve seconds at a calm pace, with most sounds of English and a few turns of pitch. */
export const READING_SCRIPT =
  'Early this morning a small bird sat on my window sill and copied everything it heard: the kettle, the doorbell, ' +
  'even my own voice. “Would you do that again?” I asked. And it did, just for the joy of it.'

/** As long, for a recording that joins another one: other words bring sounds that the first did not. */
export const FURTHER_SCRIPT =
  'We took the long road past the harbour, where boys were fishing and a church bell measured the quiet hours. Should ' +
  'we have stayed? Perhaps. But the evening was cool, and nothing shines quite like a town seen from the ferry.'
