// The search itself: search.json -> an index in memory; a query -> entries, best first.
// It knows scripts, not languages: characters of scripts written without spaces are compared one by
// one, in a row; everything else is a word, found by its beginning. What a language takes off its
// words is data (`endings` of its style.yml).
//
// The order of the entries found, each rule deciding where those above it tie:
//   1. words as typed or inflected, then beginnings of words, then words one slip away (beginnings
//      count for the last word, which may still be being typed, and where there is no such word)
//   2. a name or title that is the query; the words in a row in the text; all in the text;
//      in a row in an alias or title; all of them somewhere
//   3. more of the words too common to be required (of, the)
//   4. no ending had to be taken off
//   5. facts first, and of those the latest period; then the order of the pages
// Where all words are held as well, the newest report of a subject stands before the older ones.
// Where nothing holds all words, the entries that hold most of them are given: a rare word weighs
// more than a common one, and two in a row more than the same two apart.

const CHARACTER = "(?=[\\p{L}\\p{Nl}])[\\p{scx=Hani}\\p{scx=Hira}\\p{scx=Kana}]"
const NUMBER = "\\p{Nd}{1,3}(?:,\\p{Nd}{3})+(?!\\p{Nd})(?:\\.\\p{Nd}+)?|\\p{Nd}+(?:\\.\\p{Nd}+)?|\\p{No}"
const UNIT = new RegExp(
  `(?<character>${CHARACTER})|(?<number>${NUMBER})|(?<word>(?:(?!${CHARACTER})[\\p{L}\\p{M}])+)|(?<sign>%)`, "gu")
const JOINT = /^[-.'’·‐‑–&+]$/u
const COMMON = 0.25        // the share of all entries above which a word is not required
const NEARLY = 0.6         // of the best entry's weight, where nothing holds all words
const KINDS = ["fact", "section", "name", "table", "question", "caution", "difference", "gap", "source"]
const EXACT = 5
const SLACK = 1            // the place in an entry's order of how exactly it holds the words

/** Build the index in memory from what search.json holds. */
export function load(data) {
  const index = { vocabulary: new Map(), texts: new Map(), entries: [], foreign: data.foreign, endings: data.endings.map(
    ([pattern, by]) => [new RegExp(pattern, "u"), by]) }
  const sections = data.places.map(([page, anchor, topic, section]) => ({ page, anchor, title: `${topic} › ${section}` }))
  for (const [anchor, text, period, last, place, marks, names, also, newest] of data.facts) {
    const { page, title } = sections[place]
    const forms = names.flatMap(n => [data.names[n][1], ...data.names[n][2]])
    add(index, { kind: "fact", page, anchor, text, period, last, newest, place: title,
      marks: marks.map(n => data.marks[n]) },
      [text], [...also, ...forms, period, ...title.split(" › "), ...marks.map(n => data.marks[n][1])])
  }
  for (const [anchor, full, forms, gloss, kind] of data.names) {
    add(index, { kind: "name", page: "names", anchor, title: full, text: gloss, place: kind, titles: [full, ...forms] },
      [full], [...forms, gloss])
  }
  for (const [kind, page, anchor, title, text] of data.others) {
    const whole = kind === "section" || kind === "table" || kind === "difference"
    const own = kind === "gap" || kind === "caution"   // their title is only where they stand
    add(index, { kind, page, anchor, title: own ? "" : title, text, place: own ? title : "", titles: whole ? [title] : [] },
      own ? [text] : [title, text], own ? [title] : [])
  }
  index.common = index.entries.length * COMMON
  return index
}

/** Find entries: those that are the query, then kind by kind; `complete` where they hold all of it. */
export function find(index, query) {
  const groups = groupsOf(index, query)
  if (!groups.length) return { complete: true, results: [], asked: [] }
  for (const group of groups) group.found = found(index, group)
  const rare = groups.filter(group => group.found.size <= index.common)
  const required = rare.length ? rare : groups
  const [first, ...others] = [...required].sort((a, b) => a.found.size - b.found.size)
  let results = [...first.found.keys()].filter(n => others.every(group => group.found.has(n)))
    .map(n => rank(index, n, groups))
  const complete = results.length > 0
  let asked = groups
  if (!complete) {
    asked = groups.flatMap(group => pieces(index, group))
    results = nearly(index, asked)
  }
  results.sort(byOrder)
  if (complete) results = newestFirst(results)
  return { complete, results: gathered(results), asked }
}

/** Return the pieces of a text to show: [text, marked]. */
export function pick(index, text, asked) {
  const units = cut(index, text)
  const hit = Array.from({ length: units.length }, () => false)
  for (const group of asked) {
    if (group.run) {
      for (let i = 0; i + group.units.length <= units.length; i++) {
        if (group.units.every((unit, k) => units[i + k].word === unit.word)) hit.fill(true, i, i + group.units.length)
      }
    } else {
      units.forEach((unit, i) => {
        if (group.words.has(unit.word)) hit[i] = true
        if (unit.joined && group.words.has(unit.joined)) hit.fill(true, i, i + unit.span)
      })
    }
  }
  const parts = []
  let end = 0
  for (let i = 0; i < units.length; i++) {
    if (!hit[i]) continue
    let last = i
    while (hit[last + 1] && units[last + 1].start - units[last].end <= 1) last++
    parts.push([text.slice(end, units[i].start), false], [text.slice(units[i].start, units[last].end), true])
    end = units[last].end
    i = last
  }
  parts.push([text.slice(end), false])
  return parts.filter(([piece]) => piece)
}

/** Tell whether a text holds any of the words. */
export function holds(index, text, asked) {
  return pick(index, text, asked).some(([, marked]) => marked)
}

function add(index, entry, heads, also) {
  const n = index.entries.length
  entry.n = n
  entry.heads = heads.filter(Boolean)
  entry.also = [...new Set(also)].filter(Boolean)
  for (const head of entry.heads) note(index, head, n, "head")
  for (const part of entry.also) note(index, part, n, "also")
  index.entries.push(entry)
}

function note(index, text, n, field) {
  for (const unit of cut(index, text)) {
    unit.word[field].add(n)
    if (unit.joined) unit.joined[field].add(n)
  }
}

/** Cut a text into units, each with its word, where it stands, and the word it begins with others. */
function cut(index, text) {
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
function* chains(text, units) {
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

/** Split a query into what must be found: words, numbers, and characters in a row. */
function groupsOf(index, query) {
  const text = query.normalize("NFKC")
  const units = unitsOf(text)
  const dotted = new Map([...chains(text, units)].filter(([first, last]) =>
    units.slice(first, last + 1).every(unit => unit.text.length === 1)))
  const groups = []
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]
    const last = dotted.get(i)
    if (last !== undefined) {
      const letters = units.slice(i, last + 1).map(part => part.text).join("")
      groups.push({ units: [{ ...unit, text: letters, end: units[last].end }], run: false })
      i = last
    } else if (unit.kind === "character" && groups.at(-1)?.run && groups.at(-1).units.at(-1).end === unit.start) {
      groups.at(-1).units.push(unit)
    } else {
      groups.push({ units: [unit], run: unit.kind === "character" })
    }
  }
  if (groups.length) groups.at(-1).last = true   // it may still be being typed
  for (const group of groups) for (const unit of group.units) {
    unit.word = index.vocabulary.get(unit.text)
    unit.stem = unit.kind === "word" ? stem(index, unit.text) : unit.text
  }
  return groups
}

/** Find a group's entries: their number -> {slack, inexact, head}. */
function found(index, group) {
  return group.run ? inRow(index, group) : byWord(index, group)
}

function inRow(index, group) {
  const entries = new Map()
  group.words = new Set()
  if (group.units.some(unit => !unit.word)) return entries
  const [rarest] = [...group.units].sort((a, b) => size(a.word) - size(b.word))
  for (const n of new Set([...rarest.word.head, ...rarest.word.also])) {
    const entry = index.entries[n]
    const head = entry.heads.some(text => row(index, text, group.units))
    if (head || entry.also.some(text => row(index, text, group.units))) entries.set(n, { slack: 0, inexact: 0, head })
  }
  return entries
}

function byWord(index, group) {
  const [asked] = group.units
  const entries = new Map()
  group.words = new Set()
  const take = (known, slack, inexact) => {
    group.words.add(known)
    for (const field of ["head", "also"]) for (const n of known[field]) {
      const now = { slack, inexact, head: field === "head" }
      const before = entries.get(n)
      if (!before || worth(now) < worth(before)) entries.set(n, now)
    }
  }
  const { text, kind } = asked
  const alike = [...index.vocabulary.values()].filter(known => known.kind === kind)
  for (const known of alike) {
    if (known.text === text) take(known, 0, 0)
    else if (kind === "word" && known.stem === asked.stem) take(known, 0, 1)
  }
  if ((group.last || !entries.size) && text.length >= (kind === "number" ? 3 : 2)) {
    for (const known of alike) if (known.text !== text && known.text.startsWith(text)) take(known, 1, 1)
  }
  if (!entries.size && kind === "word" && text.length >= 4) {
    const slips = text.length >= 8 ? 2 : 1
    for (const known of alike) if (near(text, known.text, slips)) take(known, 2, 1)
  }
  return entries
}

function worth(hit) {
  return 4 * hit.slack + 2 * Number(!hit.head) + hit.inexact
}

function size(known) {
  return known.head.size + known.also.size
}

/** Tell whether units stand in a row in a text; the last may be the beginning of a word. */
function row(index, text, asked) {
  const units = cut(index, text)
  for (let i = 0; i + asked.length <= units.length; i++) {
    if (asked.every((unit, k) => same(units[i + k].word, unit, k === asked.length - 1))) return true
  }
  return false
}

function same(known, asked, last) {
  return known.text === asked.text || (asked.kind === "word" && (known.stem === asked.stem ||
    (last && asked.text.length > 1 && known.kind === "word" && known.text.startsWith(asked.text))))
}

function rank(index, n, groups) {
  const entry = index.entries[n]
  const asked = groups.flatMap(group => group.units)
  const hits = groups.map(group => group.found.get(n)).filter(Boolean)
  const whole = hits.length === groups.length
  const slack = Math.max(...hits.map(hit => hit.slack))
  const allInRow = texts => whole && texts.some(text => row(index, text, asked))
  const equal = text => { const units = cut(index, text)
    return units.length === asked.length && units.every((unit, i) => same(unit.word, asked[i], false)) }
  let tier = 0
  if (entry.titles?.some(equal)) tier = EXACT
  else if (allInRow(entry.heads)) tier = 4
  else if (hits.every(hit => hit.head)) tier = 3
  else if (allInRow(entry.also)) tier = 2
  else if (hits.some(hit => hit.head)) tier = 1
  return { entry, order: [0, slack, -tier, groups.length - hits.length, sum(hits.map(hit => hit.inexact)),
    KINDS.indexOf(entry.kind)], exact: tier === EXACT }
}

/** Split characters in a row into neighboring pairs, for where nothing holds all of them. */
function pieces(index, group) {
  if (!group.run || group.units.length < 3 || group.found.size) return [group]
  return group.units.slice(1).map((unit, i) => {
    const pair = { run: true, units: [group.units[i], unit] }
    pair.found = inRow(index, pair)
    return pair
  })
}

function nearly(index, groups) {
  const weights = new Map()
  const weigh = (n, weight) => weights.set(n, (weights.get(n) ?? 0) + weight)
  groups.forEach((group, i) => {
    const weight = rarity(index, group)
    for (const n of group.found.keys()) weigh(n, weight)
    const next = groups[i + 1]
    if (!next || group.run || next.run) return
    for (const n of group.found.keys()) {   // two words in a row weigh more than the same two apart
      if (next.found.has(n) && index.entries[n].heads.some(text => row(index, text, [...group.units, ...next.units]))) {
        weigh(n, Math.min(weight, rarity(index, next)) / 2)
      }
    }
  })
  const least = Math.max(0, ...weights.values()) * NEARLY
  return [...weights].filter(([, weight]) => weight >= least).map(([n, weight]) => {
    const result = rank(index, n, groups)
    result.order[0] = -weight
    return result
  })
}

function rarity(index, group) {
  return Math.log(1 + index.entries.length / (1 + group.found.size))
}

function byOrder(a, b) {
  for (let i = 0; i < a.order.length; i++) if (a.order[i] !== b.order[i]) return a.order[i] - b.order[i]
  const [first, second] = [a.entry.last ?? "", b.entry.last ?? ""]
  return first === second ? a.entry.n - b.entry.n : first < second ? 1 : -1
}

/** Put the newest report of a subject before older ones that hold the words no more exactly. */
function newestFirst(results) {
  const facts = results.filter(result => result.entry.kind === "fact")
  const byAnchor = new Map(facts.map(result => [result.entry.anchor, result]))
  const put = new Set()
  for (const result of results) {
    const newest = result.entry.newest && byAnchor.get(result.entry.newest)
    if (newest && newest.order[SLACK] <= result.order[SLACK]) put.add(newest)
    put.add(result)
  }
  return [...put]
}

/** Gather entries kind by kind, in the order of each kind's best; exact ones stay before all. */
function gathered(results) {
  const kinds = new Map()
  for (const result of results) {
    const key = result.exact ? "" : result.entry.kind
    if (!kinds.has(key)) kinds.set(key, [])
    kinds.get(key).push(result)
  }
  const exact = kinds.get("") ?? []
  kinds.delete("")
  return [...exact, ...[...kinds.values()].flat()]
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0)
}

/** Tell whether a word becomes another by so many slips: a letter more, less, wrong, or swapped. */
function near(a, b, slips) {
  if (Math.abs(a.length - b.length) > slips || a[0] !== b[0]) return false
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
