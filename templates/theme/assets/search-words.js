// Words of texts and queries: characters of scripts written without spaces one by one, everything
// else as words, numbers and signs; folded, without their endings, and as they are read aloud.
// What a language takes off its words is data (`endings` of its style.yml).

const CHARACTER = "(?=[\\p{L}\\p{Nl}])[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}]"
const NUMBER = "\\p{Nd}{1,3}(?:,\\p{Nd}{3})+(?!\\p{Nd})(?:\\.\\p{Nd}+)?|\\p{Nd}+(?:\\.\\p{Nd}+)?|\\p{No}"
const UNIT = new RegExp(   // a currency sign belongs to the letters before it: US$ is not “us”
  `(?<character>${CHARACTER})|(?<number>${NUMBER})|(?<word>(?:(?!${CHARACTER})[\\p{L}\\p{M}])+\\p{Sc}?)|(?<sign>%)`, "gu")
const JOINT = /^[-.'’·‐‑–&+]$/u

/** Cut a text into units, each with its word, where it stands, and the word it begins with others. */
export function cut(index, text) {
  let units = index.texts.get(text)
  if (!units) {
    units = unitsOf(text).map(unit => ({ ...unit, word: word(index, unit.text, unit.kind) }))
    for (const [first, last] of chains(text, units)) {
      units[first].joined = word(index, units.slice(first, last + 1).map(unit => unit.text).join(""), "word")
      units[first].span = last + 1 - first
    }
    index.texts.set(text, units)
  }
  return units
}

/** Cut what is asked: units with the word of the index, if it has one, and their stem. */
export function asked(index, text) {
  return unitsOf(text).map(unit => ({ ...unit, word: index.vocabulary.get(unit.text),
    stem: unit.kind === "word" ? stem(index, unit.text) : unit.text }))
}

function unitsOf(text) {
  return [...text.matchAll(UNIT)].map(match => {
    const kind = Object.keys(match.groups).find(key => match.groups[key] !== undefined)
    return { kind, text: fold(match[0], kind), start: match.index, end: match.index + match[0].length }
  })
}

/**
 * Yield the first and last unit of words joined by a hyphen, a dot or an apostrophe.
 * @returns {Generator<[number, number]>}
 */
export function* chains(text, units) {
  let first = 0
  for (let i = 1; i <= units.length; i++) {
    const joined = i < units.length && units[i].kind === "word" && units[i - 1].kind === "word" &&
      JOINT.test(text.slice(units[i - 1].end, units[i].start))
    if (joined) continue
    if (i - first > 1) yield [first, i - 1]
    first = i
  }
}

function fold(text, kind) {
  if (kind === "number") return text.normalize("NFKC").replaceAll(",", "")
  const plain = text.normalize("NFKC").toLowerCase()
  if (kind !== "word") return plain
  return plain.normalize("NFD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1").normalize("NFC")
}

function word(index, text, kind) {
  let known = index.vocabulary.get(text)
  if (!known) {
    known = { text, kind, stem: kind === "word" ? stem(index, text) : text, head: new Set(), also: new Set() }
    index.vocabulary.set(text, known)
  }
  return known
}

function stem(index, text) {
  for (const [pattern, by] of index.endings) if (pattern.test(text)) return text.replace(pattern, by)
  return text
}

/** Tell whether letters are whole syllables of a reading, from any on: “chongqing” of “chong/zhong qing”. */
export function reads(reading, letters) {
  const plain = letters.replaceAll("v", "u")   // how ü is typed
  const syllables = reading.replaceAll("v", "u").split(" ").map(syllable => syllable.split("/"))
  const goesOn = (rest, i) => !rest || i < syllables.length &&
    syllables[i].some(way => rest.startsWith(way) && goesOn(rest.slice(way.length), i + 1))
  return syllables.some((_, first) => goesOn(plain, first))
}

/** Tell whether a word becomes another by so many slips: a letter more, less, wrong, or swapped. */
export function near(a, b, slips) {
  if (Math.abs(a.length - b.length) > slips || a[0] !== b[0] && a.length < 6) return false
  let before = [], last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const line = [i]
    for (let k = 1; k <= b.length; k++) {
      line[k] = Math.min(last[k] + 1, line[k - 1] + 1, last[k - 1] + Number(a[i - 1] !== b[k - 1]))
      if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1]) line[k] = Math.min(line[k], before[k - 2] + 1)
    }
    before = last
    last = line
  }
  return last[b.length] <= slips
}
