import type { EnglishWords } from './english-words'

const elements = new Set(
  (
    'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn ' +
    'Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm'
  ).split(' '),
)
/** Formulas without an index that are no words. */
const withoutIndex = new Set(
  'NaCl HCl KCl NaOH KOH LiOH HBr HF HI CaO MgO FeO ZnO CuO NaF KBr KI AgCl NaBr LiCl HCN NaI AgBr PbS ZnS FeS SiC GaAs GaN TiN AlN CsI LiF NaH'.split(' '),
)

const indices = '₀₁₂₃₄₅₆₇₈₉'
const charges = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const formula = /(?<![\p{L}\d.])(\d{1,2})?((?:[A-Z][a-z]?[₀-₉\d]{0,3}|\(|\)[₀-₉\d]{0,2})+)(?:([⁰¹²³⁴-⁹]?)([⁺⁻]))?(?![\p{L}\d₀-₉])/gu
/** Ions as they are typed: "Ca2+", "Cl-", "SO4 2-". */
const typedIon = /(?<![\p{L}\d.])(Ca|Mg|Fe|Cu|Zn|Al|Na|Li|Ag|Pb|Ni|Mn|Cr|Hg|NH4|H3O|SO4|NO3|NO2|CO3|HCO3|PO4|MnO4|OH|Cl|Br|CN)(?:(?<=[A-Z]\w*\d)\s)?([1-4]?)([+-])(?=[\s,.;:)]|$)/gu
/** Carbon monoxide; elsewhere "CO" is a state, a company, a prefix. */
const monoxide = /(?<![\p{L}\d])CO(?=\s(?:gas|poisoning|levels?|emissions?|detectors?|alarms?|concentrations?|molecules?|exposure)(?!\p{L}))|(?<=monoxide \()CO(?=\))|(?<![\p{L}\d])CO(?=(?: and|,| or) CO[₂2](?![\p{L}\d]))|(?<=CO[₂2](?: and|,| or) )CO(?![\p{L}\d])/gu
/** Isotopes: "U-235". */
const isotope = /(?<![\p{L}\d])(U|Pu|Th|Cs|Sr|Am|Ra|Rn|Np|[Uu]ranium|[Pp]lutonium|[Tt]horium|[Cc]a?esium|[Ii]odine|[Ss]trontium|[Aa]mericium)-(\d{2,3})(?![\d-])/gu
const part = /([A-Z][a-z]?)([₀-₉\d]*)|\)([₀-₉\d]*)/g

/** "H₂SO₄" → "H two S O four", "Ca²⁺" → "C A two plus", "NaCl" → "N A C L"; what is no formula stays. */
export function spokenFormulas(text: string, say: EnglishWords): string {
  return text
    .replace(typedIon, (_, ion: string, charge: string, sign: string) => `${ion}${charge === '' ? '' : (charges[Number(charge)] ?? '')}${sign === '+' ? '⁺' : '⁻'}`)
    .replace(monoxide, 'C O')
    .replace(isotope, (_, name: string, mass: string) => `${name.length > 2 ? name : Array.from(name.toUpperCase()).join(' ')} ${say.pairs(mass)}`)
    .replace(/(?<=[₀-₉])\s?[·∙⋅•]\s?(?=\d{0,2}[A-Z])/g, ' dot ')
    .replace(formula, (written, count: string | undefined, body: string, charge: string | undefined, sign: string | undefined) => {
      if (!isFormula(body, sign !== undefined)) return written
      const spoken = Array.from(body.matchAll(part), ([, symbol = '', index = '', behindGroup = '']) =>
        [...Array.from(symbol.toUpperCase()), number(index || behindGroup, say)].filter((word) => word !== '').join(' '))
      const ion = sign === undefined ? [] : [number(charge ?? '', say), sign === '⁺' ? 'plus' : 'minus']
      return [count === undefined ? '' : say.cardinal(count), ...spoken, ...ion].filter((word) => word !== '').join(' ')
    })
    .replace(/(?<!\p{L})pH(?!\p{L})/gu, 'P H')
}

function isFormula(body: string, hasCharge: boolean): boolean {
  const symbols = body.match(/[A-Z][a-z]?/g) ?? []
  if (symbols.length === 0 || !symbols.every((symbol) => elements.has(symbol))) return false
  if ((body.match(/\(/g) ?? []).length !== (body.match(/\)[₀-₉\d]/g) ?? []).length) return false
  return hasCharge || /[₀-₉]/.test(body) || withoutIndex.has(body) || (symbols.length > 1 && /\d/.test(body) && /[a-z]|^[CHONSP\d()]+$/.test(body))
}

function number(index: string, say: EnglishWords): string {
  const digits = Array.from(index, (digit) => (indices.includes(digit) ? indices.indexOf(digit) : charges.includes(digit) ? charges.indexOf(digit) : digit)).join('')
  return digits === '' ? '' : say.cardinal(digits)
}
