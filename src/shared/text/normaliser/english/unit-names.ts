/** Singular and plural of a unit. */
export type UnitName = readonly [one: string, many: string]

const regular = (one: string): UnitName => [one, `${one}s`]
const fixed = (name: string): UnitName => [name, name]

/** Units as they are written after a number, case as usual. American spelling. */
export const unitNames: ReadonlyMap<string, UnitName> = new Map<string, UnitName>([
  ['kg', regular('kilogram')], ['g', regular('gram')], ['mg', regular('milligram')], ['µg', regular('microgram')],
  ['mcg', regular('microgram')], ['lb', regular('pound')], ['lbs', regular('pound')], ['oz', regular('ounce')],
  ['t', regular('ton')],
  ['km', regular('kilometer')], ['m', regular('meter')], ['cm', regular('centimeter')], ['mm', regular('millimeter')],
  ['µm', regular('micrometer')], ['nm', regular('nanometer')], ['mi', regular('mile')], ['yd', regular('yard')],
  ['yds', regular('yard')], ['ft', ['foot', 'feet']],
  ['km²', regular('square kilometer')], ['m²', regular('square meter')], ['cm²', regular('square centimeter')],
  ['km2', regular('square kilometer')], ['m2', regular('square meter')], ['m³', regular('cubic meter')],
  ['m3', regular('cubic meter')],
  ['cm³', regular('cubic centimeter')], ['sq ft', ['square foot', 'square feet']],
  ['sq. ft.', ['square foot', 'square feet']],
  ['sq m', regular('square meter')], ['ft²', ['square foot', 'square feet']], ['cu ft', ['cubic foot', 'cubic feet']],
  ['ha', regular('hectare')],
  ['L', regular('liter')], ['l', regular('liter')], ['ml', regular('milliliter')], ['mL', regular('milliliter')],
  ['cl', regular('centiliter')], ['dl', regular('deciliter')], ['gal', regular('gallon')],
  ['tsp', regular('teaspoon')], ['tbsp', regular('tablespoon')],
  ['s', regular('second')], ['sec', regular('second')], ['secs', regular('second')], ['ms', regular('millisecond')],
  ['µs', regular('microsecond')], ['ns', regular('nanosecond')], ['min', regular('minute')],
  ['mins', regular('minute')],
  ['h', regular('hour')], ['hr', regular('hour')], ['hrs', regular('hour')], ['yr', regular('year')],
  ['yrs', regular('year')],
  ['wk', regular('week')], ['wks', regular('week')],
  ['Hz', fixed('hertz')], ['kHz', fixed('kilohertz')], ['MHz', fixed('megahertz')], ['GHz', fixed('gigahertz')],
  ['kB', regular('kilobyte')], ['KB', regular('kilobyte')], ['MB', regular('megabyte')], ['GB', regular('gigabyte')],
  ['TB', regular('terabyte')],
  ['PB', regular('petabyte')], ['KiB', regular('kibibyte')], ['MiB', regular('mebibyte')], ['GiB', regular('gibibyte')],
  ['kbps', ['kilobit per second', 'kilobits per second']], ['kb', regular('kilobit')], ['Mb', regular('megabit')],
  ['Gb', regular('gigabit')],
  ['Mbps', ['megabit per second', 'megabits per second']], ['Gbps', ['gigabit per second', 'gigabits per second']],
  ['Mbit', regular('megabit')], ['Gbit', regular('gigabit')], ['MP', regular('megapixel')],
  ['W', regular('watt')], ['kW', regular('kilowatt')], ['MW', regular('megawatt')], ['GW', regular('gigawatt')],
  ['TW', regular('terawatt')],
  ['Wh', regular('watt-hour')], ['kWh', regular('kilowatt-hour')], ['MWh', regular('megawatt-hour')],
  ['V', regular('volt')], ['kV', regular('kilovolt')],
  ['mV', regular('millivolt')], ['mA', regular('milliamp')], ['mAh', regular('milliamp-hour')], ['Ω', regular('ohm')],
  ['kΩ', regular('kiloohm')],
  ['J', regular('joule')], ['kJ', regular('kilojoule')], ['cal', regular('calorie')], ['kcal', regular('kilocalorie')],
  ['Pa', regular('pascal')], ['hPa', regular('hectopascal')], ['kPa', regular('kilopascal')],
  ['mbar', regular('millibar')],
  ['psi', fixed('P S I')], ['dB', regular('decibel')], ['hp', fixed('horsepower')], ['px', regular('pixel')],
  ['dpi', fixed('D P I')],
  ['mph', ['mile per hour', 'miles per hour']], ['kph', ['kilometer per hour', 'kilometers per hour']],
  ['rpm', fixed('R P M')], ['bpm', fixed('B P M')], ['fps', fixed('frames per second')],
  ['mpg', ['mile per gallon', 'miles per gallon']],
  ['ppm', fixed('parts per million')], ['°', regular('degree')], ['pt', regular('point')], ['pts', regular('point')],
  ['%', fixed('percent')], ['‰', fixed('per mille')],
  ['°C', ['degree Celsius', 'degrees Celsius']], ['℃', ['degree Celsius', 'degrees Celsius']],
  ['°F', ['degree Fahrenheit', 'degrees Fahrenheit']], ['℉', ['degree Fahrenheit', 'degrees Fahrenheit']],
  ['° C', ['degree Celsius', 'degrees Celsius']], ['° F', ['degree Fahrenheit', 'degrees Fahrenheit']],
])

/** What may follow a unit behind a slash. */
export const perNames: ReadonlyMap<string, string> = new Map([
  ['h', 'hour'], ['hr', 'hour'], ['hour', 'hour'], ['s', 'second'], ['sec', 'second'], ['s²', 'second squared'],
  ['min', 'minute'],
  ['day', 'day'], ['d', 'day'], ['week', 'week'], ['month', 'month'], ['year', 'year'], ['yr', 'year'],
  ['kg', 'kilogram'], ['g', 'gram'],
  ['L', 'liter'], ['l', 'liter'], ['dL', 'deciliter'], ['ml', 'milliliter'], ['mL', 'milliliter'], ['m', 'meter'],
  ['m²', 'square meter'], ['m³', 'cubic meter'],
  ['km', 'kilometer'], ['km²', 'square kilometer'], ['ha', 'hectare'], ['person', 'person'],
])
