// Words of texts and queries: characters of scripts written without spaces one by one, everything
// else as words, numbers and signs; folded, without their endings, and as they are read aloud.
// What a language takes off its words is data (`endings` of its style.yml).

const CHARACTER = "(?=[\\p{L}\\p{Nl}])[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}]"
const NUMBER = "\\p{Nd}{1,3}(?:,\\p{Nd}{3})+(?!\\p{Nd})(?:\\.\\p{Nd}+)?|\\p{Nd}+(?:\\.\\p{Nd}+)?|\\p{No}"
const UNIT = new RegExp(   // a currency sign belongs to the letters before it: US$ is not “us”
  `(?<character>${CHARACTER})|(?<number>${NUMBER})|(?<word>(?:(?!${CHARACTER})[\\p{L}\\p{M}])+\\p{Sc}?)|(?<sign>%)`, "gu")
const JOINT = /^[-.'’·‐‑–&+]$/u
const NONE = []
const ASCII = /^[ -~]*$/   // nothing to fold but capitals

// What a character of a text is, of those that one code unit holds; texts with others are read by UNIT.
const GAP = 1, LETTER = 2, DIGIT = 3, HAN = 4, CURRENCY = 5, FOREIGN = 6, PERCENT = 7
const CLASSES = new Uint8Array(0x10000)
/** @type {[RegExp, number][]} */
const CLASS_OF = [[/[\ud800-\udfff]/, FOREIGN], [new RegExp(CHARACTER, "u"), HAN], [/\p{Nd}/u, DIGIT], [/[\p{L}\p{M}]/u, LETTER],
  [/\p{Sc}/u, CURRENCY], [/%/u, PERCENT], [/\p{No}/u, DIGIT]]
const AT_NUMBER = new RegExp(NUMBER, "uy")

/** Note which words the texts hold that entries are found by: a word knows its pieces, a piece its texts. */
export function noteWords(index) {
  const { texts } = index
  const held = Array.from({ length: texts.length }, (_, n) => n).filter(n => isHeld(index, n))
  index.holders = texts.holders(held)
  index.cut = texts.pieces.map((text, piece) => index.holders(piece).length ? wordsOf(index, text, piece) : NONE)
  const joins = Uint8Array.from(texts.pieces, text => Number(JOINT.test(text)))
  const known = []
  const edges = piece => known[piece] ??= edgesOf(texts.pieces[piece], index.cut[piece])
  for (const n of held) noteChains(index, n, joins, edges)
  for (const each of index.vocabulary.values()) {
    if (each.kind === "word" && !index.stems.get(each.stem)?.push(each)) index.stems.set(each.stem, [each])
  }
}

/** Tell whether an entry is found by a text. */
function isHeld({ said, known, shared }, n) {
  return Boolean(said[n] || known[n] || shared[n]?.some(list => list.length))
}

/** Return the words of a piece, and note that it holds them. */
function wordsOf(index, text, piece) {
  const words = []
  scan(text, (kind, start, end) => {
    const known = wordAt(index, text, kind, start, end)
    if (known.pieces.at(-1) !== piece) known.pieces.push(piece)
    words.push(known)
  })
  return words
}

/** Note words joined by a sign, which is a piece of its own, as one word. */
function noteChains(index, n, joins, edges) {
  const row = index.texts.row(n)
  let chain = ""
  for (let i = 1; i + 1 < row.length; i++) {
    if (!joins[row[i]]) continue
    const { last } = edges(row[i - 1]), after = edges(row[i + 1])
    if (!last || !after.first) continue
    chain = (chain || last.text) + after.first.text
    if (after.isOne && i + 3 < row.length && joins[row[i + 2]] && edges(row[i + 3]).first) continue
    const whole = word(index, chain, "word")
    if (whole.joined === NONE) whole.joined = [n]
    else whole.joined.push(n)
    chain = ""
  }
}

/** Return the words that a piece begins and ends with, and whether they are one and all of it. */
function edgesOf(text, words) {
  let i = 0, first, last
  scan(text, (kind, start, end) => {
    if (kind === "word" && start === 0) first = words[i]
    if (kind === "word" && end === text.length) last = words[i]
    i++
  })
  return { first, last, isOne: i === 1 && first !== undefined && last !== undefined }
}

/** Return the words of a text that entries are found by, in a row. */
export function wordsIn(index, n) {
  let words = index.words[n]
  if (!words) {
    const row = index.texts.row(n)
    words = index.words[n] = []
    for (let i = 0; i < row.length; i++) words.push(...index.cut[row[i]])
  }
  return words
}

/** Return the words that are alike but for their endings. */
export function wordsAlike(index, root) {
  const known = index.vocabulary.get(root)   // what is no word has no ending
  return index.stems.get(root) ?? (known && known.kind !== "word" ? [known] : NONE)
}

/** Return all characters of the texts in a row, those of one text apart from those of another. */
export function charactersOf(index) {
  const flat = index.cut.map(words => words.map(known => known.kind === "character" ? known.text : " ").join(""))
  let all = ""
  for (let n = 1; n < index.texts.length; n++) {
    if (isHeld(index, n)) for (const piece of index.texts.row(n)) all += flat[piece]
    all += "\n"
  }
  return all
}

/** Cut a text into units, each with its word, where it stands, and the word it begins with others. */
export function cut(index, text) {
  let units = index.shown.get(text)
  if (!units) {
    index.shown.set(text, units = [])
    scan(text, (kind, start, end) => {
      const known = wordAt(index, text, kind, start, end)
      units.push({ kind, text: known.text, start, end, word: known })
    })
    for (const [first, last] of chains(text, units)) {
      units[first].joined = word(index, units.slice(first, last + 1).map(unit => unit.text).join(""), "word")
      units[first].span = last + 1 - first
    }
  }
  return units
}

/** Cut what is asked: units with the word of the index, if it has one, and their stem. */
export function asked(index, text) {
  return unitsOf(text).map(unit => ({ ...unit, word: index.vocabulary.get(unit.text),
    stem: unit.kind === "word" ? stem(index, unit.text) : unit.text }))
}

function unitsOf(text) {
  const units = []
  scan(text, (kind, start, end) => units.push({ kind, text: fold(text.slice(start, end), kind), start, end }))
  return units
}

/** Tell of each unit of a text its kind, where it begins and where it ends, as UNIT finds them. */
function scan(text, tell) {
  for (let i = 0; i < text.length; i++) if (classOf(text.charCodeAt(i)) === FOREIGN) return matched(text, tell)
  for (let i = 0; i < text.length;) {
    const first = i
    const kind = classOf(text.charCodeAt(i++))
    if (kind === HAN) tell("character", first, i)
    else if (kind === PERCENT) tell("sign", first, i)
    else if (kind === LETTER) {
      while (i < text.length && classOf(text.charCodeAt(i)) === LETTER) i++
      if (i < text.length && classOf(text.charCodeAt(i)) === CURRENCY) i++
      tell("word", first, i)
    } else if (kind === DIGIT) {
      AT_NUMBER.lastIndex = first
      AT_NUMBER.test(text)
      i = AT_NUMBER.lastIndex
      tell("number", first, i)
    }
  }
}

function matched(text, tell) {
  for (const match of text.matchAll(UNIT)) {
    const kind = Object.keys(match.groups).find(key => match.groups[key] !== undefined)
    tell(kind, match.index, match.index + match[0].length)
  }
}

function classOf(code) {
  return CLASSES[code] || (CLASSES[code] = CLASS_OF.find(([pattern]) => pattern.test(String.fromCharCode(code)))?.[1] ?? GAP)
}

/** Return the word that stands somewhere in a text. */
function wordAt(index, text, kind, start, end) {
  if (end !== start + 1) return word(index, fold(text.slice(start, end), kind), kind)
  return index.single[text.charCodeAt(start)] ??= word(index, fold(text[start], kind), kind)
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
  if (ASCII.test(text)) return kind === "number" ? text.replaceAll(",", "") : text.toLowerCase()
  if (kind === "number") return text.normalize("NFKC").replaceAll(",", "")
  const plain = text.normalize("NFKC").toLowerCase()
  if (kind !== "word") return plain
  return plain.normalize("NFD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1").normalize("NFC")
}

function word(index, text, kind) {
  let known = index.vocabulary.get(text)
  if (!known) index.vocabulary.set(text, known = new Word(index, text, kind))
  return known
}

/** A word, and, once asked for, the entries: by what they say, and by what else they are known by. */
class Word {
  #index
  #head
  #also
  /** @type {number[]} that hold it */
  pieces = []
  /** @type {number[]} texts that hold it as several words, joined by a sign */
  joined = NONE

  constructor(index, text, kind) {
    this.#index = index
    this.text = text
    this.kind = kind
    this.stem = kind === "word" ? stem(index, text) : text
  }

  get head() {
    if (!this.#head) {
      const { said } = this.#index, head = this.#head = new Set()
      this.#tell(text => said[text]?.forEach(n => head.add(n)))
    }
    return this.#head
  }

  get also() {
    if (!this.#also) {
      const { known, shared } = this.#index, also = this.#also = new Set()
      this.#tell(text => {
        known[text]?.forEach(n => also.add(n))
        shared[text]?.forEach(users => users.forEach(n => also.add(n)))
      })
    }
    return this.#also
  }

  /** Tell of the texts that hold it. */
  #tell(tell) {
    for (const piece of this.pieces) this.#index.holders(piece).forEach(tell)
    this.joined.forEach(tell)
  }
}

function stem(index, text) {
  for (const [pattern, by] of index.endings) if (pattern.test(text)) return text.replace(pattern, by)
  return text
}

/** Return the ways to spell each syllable of a reading (“chong/zhong qing”); ü is typed as v or u. */
export function syllablesOf(reading) {
  return reading.replaceAll("v", "u").split(" ").map(syllable => syllable.split("/"))
}

/** Tell whether letters are whole syllables of a reading, from any on: “chongqing” of “chong/zhong qing”. */
export function reads(syllables, letters) {
  const plain = letters.replaceAll("v", "u")
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
