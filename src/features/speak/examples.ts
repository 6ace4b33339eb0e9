/** Sentences to try a voice with. */
const examples: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Good morning! I have never said this sentence before, and yet here I am, saying it.',
    'The myna is a small dark bird that can imitate almost any voice it hears.',
    'Please leave a message after the tone, and I will call you back before the tea gets cold.',
  ],
  de: ['Guten Morgen! Diesen Satz habe ich nie gesagt, und doch hören Sie ihn gerade von mir.'],
  es: ['¡Buenos días! Nunca he dicho esta frase, y sin embargo aquí estoy, diciéndola.'],
  fr: ['Bonjour ! Je n’ai jamais prononcé cette phrase, et pourtant vous m’entendez la dire.'],
  it: ['Buongiorno! Non ho mai detto questa frase, eppure eccomi qui a dirla.'],
  pt: ['Bom dia! Nunca disse esta frase e, no entanto, aqui estou eu a dizê-la.'],
}

const fallback = 'Good morning!'

/** Whether a text is one of them, and not somebody's own. */
export function isExample(text: string): boolean {
  return Object.values(examples).some((sentences) => sentences.includes(text))
}

/** The example after `current`, or the first one; never `current` itself where there are several. */
export function exampleAfter(current: string, language: string): string {
  const sentences = examples[language.split('-')[0] ?? ''] ?? examples['en'] ?? []
  return sentences[(sentences.indexOf(current) + 1) % sentences.length] ?? fallback
}
