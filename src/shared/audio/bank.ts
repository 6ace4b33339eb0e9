/** Audio still to come that is made in one run: an unfinished chunk, or a part of one. */
export interface PendingAudio {
  readonly seconds: number
  /** The work that it still takes, in seconds of whole chunks that would take as long. */
  readonly effort: number
}

/** What is still to come of a reading, as far as it can be foreseen. */
export interface ArrivalForecast {
  /** In order; the first one is being made now. */
  readonly pending: readonly PendingAudio[]
  /** Seconds of work for a second of a whole chunk's audio; null where it was never measured. */
  readonly rtf: number | null
  /** Seconds of audio that arrive at a time; null where a chunk or part arrives only as a whole. */
  readonly blockSeconds: number | null
  /** Wall seconds since the last arrival: work on the next piece that is already done. */
  readonly sinceArrivalSeconds: number
}

/** How much the forecast is distrusted. */
export interface BankCaution {
  /** Factor on the RTF: estimates of length and pace are off by about a tenth. */
  readonly rtfFactor: number
  /** Seconds that stay in the bank at its lowest. */
  readonly marginSeconds: number
  /**
   * The share of the margin that is always kept. An engine that streams faster than speech needs less of it the faster it
   * is, for every moment of playing adds to the bank.
   */
  readonly leastMarginShare: number
  /** RTF to reckon with before one was measured. */
  readonly unknownRtf: number
  /** Share of a late piece's work that may count as done: a piece that is late was underestimated. */
  readonly paidShare: number
}

/** `unknownRtf`: the starter engine on one loaded core takes about 1.9 times the audio's length, a phone longer. */
export const DEFAULT_CAUTION: BankCaution = { rtfFactor: 1.1, marginSeconds: 0.3, leastMarginShare: 0.2, unknownRtf: 3, paidShare: 0.5 }

/**
 * Seconds of unplayed audio that must be there before sound may start so that it never runs dry: the largest, over all
 * arrivals to come, of the time until that arrival less the audio that arrives before it, plus the margin. 0 when
 * nothing is to come. To be asked again whenever audio arrives, since every arrival corrects the forecast.
 *
 * @example one chunk of 4 s to come at RTF 1.5 as a whole: it takes 6 s, so 6 s have to be there to play meanwhile
 */
export function requiredBankSeconds(forecast: ArrivalForecast, caution: BankCaution = DEFAULT_CAUTION): number {
  const rtf = (forecast.rtf ?? caution.unknownRtf) * caution.rtfFactor
  const firstEffort = forecast.pending[0] ? pieceOf(forecast.pending[0], forecast.blockSeconds).effort : 0
  const paid = Math.min(forecast.sinceArrivalSeconds, caution.paidShare * rtf * firstEffort)

  let arrivedBefore = 0
  let effortBefore = 0
  let worst = 0
  for (const pending of forecast.pending) {
    // Pieces are equally long, so within a run the need grows or shrinks evenly: its ends decide.
    const piece = pieceOf(pending, forecast.blockSeconds)
    const needAtFirst = rtf * (effortBefore + piece.effort) - paid - arrivedBefore
    arrivedBefore += pending.seconds
    effortBefore += pending.effort
    const needAtLast = rtf * effortBefore - paid - (arrivedBefore - piece.seconds)
    worst = Math.max(worst, needAtFirst, needAtLast)
  }
  const marginShare = forecast.blockSeconds === null ? 1 : Math.max(caution.leastMarginShare, Math.min(1, rtf))
  return arrivedBefore === 0 ? 0 : worst + marginShare * caution.marginSeconds
}

/** A forecast for sound that is heard at another speed (2: twice as fast): while work goes on, so much more of it is used up. */
export function heardAt({ rtf, sinceArrivalSeconds, ...forecast }: ArrivalForecast, speed: number, { unknownRtf }: BankCaution = DEFAULT_CAUTION): ArrivalForecast {
  return { ...forecast, rtf: speed * (rtf ?? unknownRtf), sinceArrivalSeconds: speed * sinceArrivalSeconds }
}

function pieceOf({ seconds, effort }: PendingAudio, blockSeconds: number | null): PendingAudio {
  if (blockSeconds === null || blockSeconds >= seconds) return { seconds, effort }
  return { seconds: blockSeconds, effort: (effort * blockSeconds) / seconds }
}
