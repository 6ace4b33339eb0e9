/** What an engine costs on this device, in words. */

/** How fast sound is made: "about 5 times faster than speech on this device". `times`: seconds of sound in a second. */
export function speedWording(times: number): string {
  if (times >= 9.5) return `about ${Math.round(times / 5) * 5} times faster than speech on this device`
  if (times >= 1.75) return `about ${times < 4 ? Number(times.toFixed(1)) : Math.round(times)} times faster than speech on this device`
  if (times >= 0.95) return 'about as fast as speech on this device'
  return 'slower than speech on this device: a reading is heard once enough of it is made'
}

/** Why a pack is recommended; `language` in words. */
export function recommendationWording(language: string, isLightest: boolean): string {
  return isLightest
    ? `Recommended here: the lightest for ${language}, since this device makes the others more slowly than is comfortable.`
    : `Recommended here: the largest for ${language} that this device makes at least twice as fast as it is heard.`
}
