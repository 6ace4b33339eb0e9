/** Words to read aloud: about twelve seconds at a calm pace, with most sounds of English and a few turns of pitch. */
export const READING_SCRIPT =
  'Early this morning a small bird sat on my window sill and copied everything it heard: the kettle, the doorbell, ' +
  'even my own voice. “Would you do that again?” I asked. And it did, just for the joy of it.'
