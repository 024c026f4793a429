// The search itself: search.json -> an index in memory; a query -> entries, best first.
// It knows scripts, not languages. What readers of a language call a thing (`synonyms`), the words
// of a question that say nothing of its subject (`asides`) and readings of names (pinyin) are data.
//
// What is asked for is a list of groups: a word, characters in a row, or a synonym, which is also
// what it means. Where nothing holds all of them, characters in a row are split into the longest
// pieces that the index knows. Asides are passed over unless nothing else is asked.
//
// The order of the entries found, each rule deciding where those above it tie:
//   1. no word is a slip away from what was typed (only where there is no such word)
//   2. a name or title that is the query
//   3. four words or more in a row in the text, which is then being quoted
//   4. words as typed before beginnings of words (only of the last word, which may still be typed)
//   5. the words in a row in the text; all in the text; in a row in an alias or title; somewhere
//   6. the period of the fact is asked for; the words stand in the title
//   7. more of the words too common to be required; no ending had to be taken off
//   8. facts first, and of those the latest period; then the order of the pages
// Of facts alike by 1 to 3, plans stand after everything reported, and proposals after plans; alike by
// 4 too, the newest report of a subject stands before the older ones.
// Where nothing, or hardly anything, holds all words, the entries that hold most of them follow: a
// rare word weighs more than a common one, and two in a row more than the same two apart. What the
// sheet says it does not hold stands first among these.

import { addSynonym, groupOf, groupsOf, isPhrase, keyOf, subjectsOf } from "./search-query.js"
import { Texts } from "./search-pieces.js"
import { asked, charactersOf, cut, near, noteWords, reads, syllablesOf, wordsAlike, wordsIn } from "./search-words.js"

const COMMON = 0.25        // the share of all entries above which a word is not required
const NEARLY = 0.6         // of the best entry's weight, where nothing holds all words
const ALIKE = 0.9          // of it: no worse than the best
const HALF = 0.4           // of it: enough of what is asked for a gap to answer it
const FEW = 3              // so many entries that hold all words need no others after them
const QUOTED = 4           // so many words in a row are a quotation
const CHARACTERS = 2       // so many characters are about a word
const EXACT = 5
const SHORTEST = 3         // letters or digits that are the beginning of a word: “AI” is not Air
const LATER = { plan: 1, target: 1, estimate: 1, proposal: 2 }
const NONE = []            // most texts are only said or only known
const KINDS = ["section", "page", "name", "table", "question", "caution", "difference", "gap", "source"]   // after facts
// How characters in a row are split, at the lowest cost: a name, title or synonym, another piece that
// some entry holds, a character in no piece.
const NAMED = 0.5, HELD = 2.3, LOOSE = 3
const INEXACT = 2, LOOSELY = 3, BEGUN = 4   // places in an entry's order: up to each, how exactly the words are held

/**
 * Build the index in memory from what search.json holds: its texts by number, and of each the entries
 * that have `said` it, are `known` by it too, or have it in common (`shared`, lists of entries). What
 * few queries ask for is made when one does: entries, and the entries of a word.
 */
export function load(data) {
  const texts = new Texts(data.pieces, data.once)
  // In the order in which site/search.py writes them.
  for (const [table, ...columns] of [[data.marks, 1], [data.places, 2, 3], [data.names, 1, 2, 3], [data.facts, 1, 2, 8, 9], [data.others, 3, 4]]) {
    for (const n of columns) table[n] = table[n].map(coded => typeof coded === "string" ? texts.of(coded) : coded.map(texts.of))
  }
  const none = () => Array.from({ length: texts.length }, () => undefined)
  /** @type {any} */
  const index = { texts, said: none(), known: none(), shared: none(), words: [], vocabulary: new Map(), single: [], shown: new Map(), entries: [],
    stems: new Map(), phrases: new Map(), longest: 1, readings: [], titled: new Set(), foreign: data.foreign,
    endings: data.endings.map(([pattern, by]) => [new RegExp(pattern, "u"), by]) }
  addFacts(index, data)
  addOthers(index, data)
  noteWords(index)
  index.common = index.entries.length * COMMON
  index.asides = new Set(data.asides.map(text => keyOf(asked(index, text))))
  index.titles = new Set([...index.titled].map(n => keyOf(wordsIn(index, n))))
  for (const [meaning, typed] of data.synonyms) for (const text of typed) addSynonym(index, text, meaning)
  for (const key of [...index.phrases.keys(), ...index.asides]) index.longest = Math.max(index.longest, key.split(" ").length)
  return index
}

/** Add facts, and names, which are found with the facts that use them. */
function addFacts(index, data) {
  const sharing = (given, texts) => ({ ...given, texts, users: sharedBy(index, texts) })
  const sections = rowsOf(data.places).map(([page, , ...titles]) => sharing({ page }, titles))
  const marks = rowsOf(data.marks).map(([symbol, title]) => sharing({ symbol }, [title]))
  const names = rowsOf(data.names).map(([anchor, full, forms, gloss, kind, readings]) => sharing({ anchor, gloss, kind, readings }, [full, ...forms]))
  const [anchors, said, periods, days, places, statuses, marked, used, others, titles, newest] = data.facts
  const fact = n => {
    const { page, texts } = sections[places[n]], title = titles[n] ? [titles[n]] : []
    return { kind: data.statuses[statuses[n]], page, anchor: anchors[n], last: days[n], newest: newest[n], isFact: true, marks: marked[n].map(m => marks[m]),
      text: [said[n]], period: [periods[n]], place: texts, titles: title, heads: [said[n]],
      also: [...title, ...others[n], ...used[n].flatMap(m => names[m].texts), periods[n], ...texts, ...marked[n].flatMap(m => marks[m].texts)] }
  }
  for (let n = 0; n < anchors.length; n++) {
    add(index, fact, n)
    note(index.said, said[n], n)
    note(index.known, periods[n], n)
    note(index.known, titles[n], n)
    index.titled.add(titles[n])
    for (const text of others[n]) note(index.known, text, n)
    sections[places[n]].users.push(n)
    for (const m of marked[n]) marks[m].users.push(n)
    for (const m of used[n]) names[m].users.push(n)
  }
  for (const { anchor, kind, gloss, readings, texts, users } of names) {
    const [full, ...forms] = texts
    index.readings.push({ forms: readings.map(syllablesOf), entries: [index.entries.length, ...users] })
    addWhole(index, { kind: "name", page: "names", anchor, title: [full], text: [gloss], place: [kind], titles: texts, heads: [full], also: [...forms, gloss] })
  }
}

function addOthers(index, data) {
  for (const [kind, page, anchor, title, text, period] of rowsOf(data.others)) {
    const whole = kind === "section" || kind === "page" || kind === "table" || kind === "difference" || kind === "source"
    const own = kind === "gap" || kind === "caution"   // their title is only where they stand
    addWhole(index, { kind, page, anchor, title: own ? [] : [title], text: [text], period: [period], place: own ? [title] : [], titles: whole ? [title] : [],
      heads: own && kind !== "gap" ? [text] : [title, text], also: own ? [title] : [] })
  }
}

/**
 * Find entries, best first. `complete` where they hold all of what is asked, `closest` counts those
 * at the end that do not; `missing` are the words of the query that no entry holds as typed.
 */
export function find(index, query) {
  let groups = groupsOf(index, query)
  const units = asked(index, query.normalize("NFKC"))
  const typed = { units, texts: new Set(units.map(unit => unit.text)), isQuotation: isQuotation(index, units) }
  if (!groups.length) return { complete: true, results: [], closest: 0, missing: [], asked: [] }
  for (const group of groups) group.found = found(index, group)
  let results = holders(index, groups, typed)
  const pieces = results.length < FEW ? subjectsOf(groups.flatMap(group => split(index, group))) : groups
  if (!results.length) {
    groups = pieces
    results = holders(index, groups, typed)
  }
  const missing = missingOf(groups)
  const complete = results.length > 0 && !missing.length
  const held = new Set(results.map(result => result.entry))
  const closest = results.length < FEW && pieces.some(group => group.found.size) && (pieces.length > 1 || !results.length)
    ? nearly(index, pieces.filter(group => group.found.size), typed).filter(result => !held.has(result.entry)) : []
  const all = [...results, ...closest]
  return { complete, results: all, closest: complete ? closest.length : all.length, missing,
    asked: [...new Set([...groups, ...pieces])] }
}

/** Return the pieces of a text to show: [text, marked]. */
export function pick(index, text, groups) {
  const units = cut(index, text)
  const hit = Array.from({ length: units.length }, () => false)
  for (const group of groups) {
    for (const way of group.rows) {
      for (let i = 0; i + way.length <= units.length; i++) {
        if (way.every((unit, k) => same(units[i + k].word, unit, false))) hit.fill(true, i, i + way.length)
      }
    }
    units.forEach((unit, i) => {
      if (group.words.has(unit.word)) hit[i] = true
      if (unit.joined && group.words.has(unit.joined)) hit.fill(true, i, i + unit.span)
    })
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
export function holds(index, text, groups) {
  return pick(index, text, groups).some(([, marked]) => marked)
}

/** Return a list for the entries that are all known by the same texts. */
function sharedBy(index, texts) {
  /** @type {number[]} */
  const users = []
  for (const text of texts) note(index.shared, text, users)
  return users
}

/** Add an entry that is known as a whole. */
function addWhole(index, entry) {
  const n = add(index, () => entry, 0)
  for (const text of entry.heads) note(index.said, text, n)
  for (const text of entry.also) note(index.known, text, n)
  for (const text of entry.titles) index.titled.add(text)
}

/** Add an entry, which `read` returns of the place that it has in a table; return its number. */
function add(index, read, at) {
  return index.entries.push(new Entry(index, index.entries.length, read, at)) - 1
}

/** Note that a text, unless it is empty, is held by an entry, or by a list of them. */
function note(lists, text, by) {
  if (text && !lists[text]?.push(by)) lists[text] = [by]
}

/** An entry, read when it is asked for: most never are. */
class Entry {
  #texts
  #read
  #at
  #known

  constructor({ texts }, n, read, at) {
    this.#texts = texts
    this.n = n
    this.#read = read
    this.#at = at
  }

  get #own() { return this.#known ??= this.#read(this.#at) }

  get kind() { return this.#own.kind }

  get page() { return this.#own.page }

  get anchor() { return this.#own.anchor }

  get last() { return this.#own.last }

  get newest() { return this.#own.newest }

  get isFact() { return this.#own.isFact }

  get title() { return this.#written(this.#own.title) }

  get text() { return this.#written(this.#own.text) }

  get period() { return this.#written(this.#own.period) }

  get place() { return this.#written(this.#own.place) }

  get marks() { return (this.#own.marks ?? NONE).map(mark => [mark.symbol, this.#written(mark.texts)]) }

  /** The numbers of its names or titles. */
  get titles() { return this.#own.titles }

  /** The numbers of the texts that say it. */
  get heads() { return this.#own.heads }

  /** The numbers of those that it is also known by, each once. */
  get ways() { return this.#own.ways ??= [...new Set(this.#own.also)].filter(Boolean) }

  /** What it is also known by, as written. */
  get also() { return this.ways.map(n => this.#texts.written(n)) }

  #written(list = NONE) {
    return list.map(each => typeof each === "string" ? each : this.#texts.written(each)).join(" › ")
  }
}

/** Return the rows of a table that is held by column. */
function rowsOf(columns) {
  return columns[0].map((_, n) => columns.map(column => column[n]))
}

/** Find a group's entries: their number -> {slack, inexact, head}. */
function found(index, group) {
  const entries = group.own ? owned(index, group) : new Map()
  const take = (n, hit) => { if (!entries.has(n) || worth(hit) < worth(entries.get(n))) entries.set(n, hit) }
  for (const meaning of group.meanings) for (const [n, hit] of inRow(index, meaning, false)) take(n, { ...hit, inexact: 1 })
  if (group.spelled) for (const { forms, entries: named } of index.readings) {
    if (forms.some(form => reads(form, group.spelled))) named.forEach((n, i) => take(n, { slack: 0, inexact: 1, head: i === 0 }))
  }
  if (!entries.size && group.own && group.units.length === 1 && !group.run) {
    for (const [n, hit] of slipped(index, group)) take(n, hit)
  }
  return entries
}

function owned(index, group) {
  if (group.joined) return new Map([...byWord(index, group, group.joined, false), ...inRow(index, group.units, group.last)])
  if (group.run) return inRow(index, group.units, group.last)
  const all = group.units.map(unit => byWord(index, group, unit, group.last && unit === group.units.at(-1)))
  const [first, ...others] = all
  const entries = new Map()
  for (const [n, hit] of first) {
    const hits = [hit, ...others.map(other => other.get(n))]
    if (hits.every(Boolean)) entries.set(n, { slack: Math.max(...hits.map(each => each.slack)),
      inexact: sum(hits.map(each => each.inexact)), head: hits.every(each => each.head) })
  }
  return entries
}

function inRow(index, units, last) {
  const entries = new Map()
  const sizes = units.map(unit => [unit, sum(wordsAlike(index, unit.stem).map(size))])
  const [[rarest, fewest]] = sizes.toSorted((a, b) => a[1] - b[1])
  if (!fewest && !(last && units.length > 1)) return entries
  const rare = fewest || rarest !== units.at(-1) ? rarest : units[0]   // the last may be a beginning
  const known = wordsAlike(index, rare.stem), slots = [[units]]
  for (const n of new Set(known.flatMap(each => [...each.head, ...each.also]))) {
    const entry = index.entries[n]
    const head = entry.heads.some(text => row(index, text, slots, last))
    if (head || entry.ways.some(text => row(index, text, slots, last))) entries.set(n, { slack: 0, inexact: 0, head })
  }
  return entries
}

function byWord(index, group, { text, kind, stem }, last) {
  const entries = new Map()
  const take = taker(group, entries)
  for (const known of wordsAlike(index, stem)) if (known.kind === kind) take(known, 0, Number(known.text !== text))
  const short = text.length < SHORTEST
  if ((last || !entries.size && !group.joined) && !group.meanings.length) {
    for (const known of index.vocabulary.values()) {
      const begins = known.kind === kind && known.text !== text && known.text.startsWith(text)
      if (begins && (!short || /^\p{Sc}$/u.test(known.text.slice(text.length)))) take(known, 1, 1)   // US, of US$
    }
  }
  return entries
}

/** Find words one or two slips away, where there is none as typed. */
function slipped(index, group) {
  const entries = new Map()
  const [{ text, kind }] = group.units
  if (kind !== "word" || text.length < 4 || group.meanings.length) return entries
  const take = taker(group, entries)
  for (const known of index.vocabulary.values()) {
    if (known.kind === "word" && near(text, known.text, text.length >= 8 ? 2 : 1)) take(known, 2, 1)
  }
  return entries
}

function taker(group, entries) {
  return (known, slack, inexact) => {
    group.words.add(known)
    for (const field of ["head", "also"]) for (const n of known[field]) {
      const now = { slack, inexact, head: field === "head" }
      const before = entries.get(n)
      if (!before || worth(now) < worth(before)) entries.set(n, now)
    }
  }
}

function worth(hit) {
  return 4 * hit.slack + 2 * Number(!hit.head) + hit.inexact
}

function size(known) {
  return known.head.size + known.also.size
}

/** Tell whether slots stand in a row in a text, each by one of its ways; the last may be a beginning. */
function row(index, text, slots, last = true) {
  const told = slots.told ??= new Int8Array(index.texts.length)   // many entries share a text
  if (!told[text]) {
    const words = wordsIn(index, text)
    told[text] = words.some((_, i) => follows(words, i, slots, 0, last, false)) ? 1 : -1
  }
  return told[text] > 0
}

/** Tell whether slots stand in a row from a word on, to the end of the text where it is `whole`. */
function follows(words, i, slots, k, last, whole) {
  if (k === slots.length) return !whole || i === words.length
  return slots[k].some(way => i + way.length <= words.length &&
    way.every((unit, j) => same(words[i + j], unit, last && k === slots.length - 1 && j === way.length - 1)) &&
    follows(words, i + way.length, slots, k + 1, last, whole))
}

function same(known, unit, last) {
  return known.text === unit.text || (unit.kind === "word" && (known.stem === unit.stem ||
    (last && unit.text.length > 1 && known.kind === "word" && known.text.startsWith(unit.text))))
}

/** Return the entries that hold all of what is asked, in order. */
function holders(index, groups, typed) {
  const rare = groups.filter(group => group.found.size <= index.common)
  const required = rare.length ? rare : groups
  const [first, ...others] = required.toSorted((a, b) => a.found.size - b.found.size)
  const all = [...first.found.keys()].filter(n => others.every(group => group.found.has(n)))
  return gathered(resultsFirst(newestFirst(all.map(n => rank(index, n, groups, typed)).toSorted(byOrder))))
}

function rank(index, n, groups, typed, weight = 0) {
  const entry = index.entries[n]
  const hits = groups.map(group => group.found.get(n)).filter(Boolean)
  const all = hits.length === groups.length
  const ways = groups.ways ??= [[[typed.units]], groups.map(waysOf)]   // as typed, and with synonyms and without asides
  const allInRow = texts => all && texts.some(text => ways.some(way => row(index, text, way)))
  const equal = text => ways.some(way => follows(wordsIn(index, text), 0, way, 0, false, true))
  let tier = 0
  if (all && entry.titles.some(equal)) tier = EXACT
  else if (allInRow(entry.heads)) tier = 4
  else if (all && hits.every(hit => hit.head)) tier = 3
  else if (allInRow(entry.ways)) tier = 2
  else if (hits.some(hit => hit.head)) tier = 1
  const slack = Math.max(...hits.map(hit => hit.slack))
  return { entry, order: [Number(slack === 2), -weight, Number(tier !== EXACT), Number(!(typed.isQuotation && tier === 4)),
    Number(slack === 1), -tier, Number(!isAsked(index, entry.period, typed)), groups.length - hits.length,
    sum(hits.map(hit => hit.inexact)), KINDS.indexOf(entry.kind), Number(!allInRow(entry.titles))] }
}

/** Tell whether so much is typed that it quotes a sentence, and not a name. */
function isQuotation(index, units) {
  const words = sum(units.map(unit => unit.kind === "character" ? 1 / CHARACTERS : 1))
  return words >= QUOTED && !index.titles.has(keyOf(units))
}

/** Tell whether a period is typed in full. */
function isAsked(index, period, typed) {
  const units = period ? cut(index, period) : []
  return units.some(unit => unit.kind === "number") && units.every(unit => typed.texts.has(unit.text))
}

/** Split characters in a row into the longest pieces that the index knows, synonyms among them. */
function split(index, group) {
  if (group.units[0].kind !== "character" || group.units.length < 2 || group.meanings.length) return [group]
  const { units } = group
  /** @type {{cost: number, pieces: any[]}[]} */
  const best = [{ cost: 0, pieces: [] }]   // of the first so many characters
  for (let end = 1; end <= units.length; end++) {
    const unit = units[end - 1], isAside = index.asides.has(unit.text)
    best[end] = { cost: best[end - 1].cost + (isAside ? NAMED : LOOSE), pieces: joinedTo(best[end - 1].pieces, unit, isAside) }
    for (let first = 0; first <= end - 2; first++) {
      const part = units.slice(first, end)
      const cost = best[first].cost + (isPhrase(index, part) || index.titles.has(keyOf(part)) ? NAMED : HELD)
      if (part.length === units.length || cost >= best[end].cost || !isKnown(index, part)) continue
      best[end] = { cost, pieces: [...best[first].pieces, { units: part }] }
    }
  }
  const text = group.text, start = units[0].start
  const pieces = best[units.length].pieces.map(({ units: part }) => {
    const piece = groupOf(index, text, part.map(unit => ({ ...unit, start: unit.start - start, end: unit.end - start })))
    piece.found = found(index, piece)
    return piece
  })
  const long = pieces.filter(piece => piece.units.length > 1)
  return long.length ? long : [group]
}

function joinedTo(pieces, unit, isAside) {
  const last = pieces.at(-1)
  if (isAside) return [...pieces, { units: [unit] }]
  if (last?.isUnknown) return [...pieces.slice(0, -1), { units: [...last.units, unit], isUnknown: true }]
  return [...pieces, { units: [unit], isUnknown: true }]
}

function isKnown(index, units) {
  index.flat ??= charactersOf(index)
  return isPhrase(index, units) || index.flat.includes(units.map(unit => unit.text).join(""))
}

/** Return the words typed that no entry holds. */
function missingOf(groups) {
  return groups.filter(group => !group.isAside && [...group.found.values()].every(hit => hit.slack === 2)).map(group => group.text)
}

/** Return the entries that hold most of what is asked, and the best of each word that these lack. */
function nearly(index, groups, typed) {
  const weights = new Map()
  const weigh = (n, weight) => weights.set(n, (weights.get(n) ?? 0) + weight)
  groups.forEach((group, i) => {
    const weight = rarity(index, group)
    for (const n of group.found.keys()) weigh(n, weight)
    const next = groups[i + 1]
    if (!next || group.run || next.run) return
    const pair = [group, next].map(waysOf)
    for (const n of group.found.keys()) {   // two words in a row weigh more than the same two apart
      if (next.found.has(n) && index.entries[n].heads.some(text => row(index, text, pair))) {
        weigh(n, Math.min(weight, rarity(index, next)) / 2)
      }
    }
  })
  const ranked = [...weights].map(([n, weight]) => ({ weight, ...rank(index, n, groups, typed, weight) })).toSorted(byOrder)
  const most = Math.max(...weights.values())
  const alike = later(ranked.filter(result => result.weight >= most * ALIKE))
  const rest = ranked.filter(result => result.weight < most * ALIKE && result.weight >= most * NEARLY)
  const rare = groups.filter(group => group.found.size <= index.common).toSorted((a, b) => a.found.size - b.found.size)
  const gap = ranked.find(({ entry, weight }) => entry.kind === "gap" && weight >= most * HALF && rare.some(group => group.found.has(entry.n)))
  const lacking = rare.filter(group => !alike.some(({ entry }) => group.found.has(entry.n)))
  const put = new Map()
  for (const result of [gap, ...alike, ...lacking.map(group => holders(index, [group], typed)[0]), ...rest]) {
    if (result && !put.has(result.entry)) put.set(result.entry, result)
  }
  return [...put.values()]
}

/** Return the rows of units that a group may stand as. */
function waysOf(group) {
  return [...(group.own ? [group.units] : []), ...group.meanings]
}

function rarity(index, group) {
  return Math.log(1 + index.entries.length / (1 + group.found.size)) * Math.sqrt(group.run ? 1 : group.units.length)
}

function byOrder(a, b) {
  for (let i = 0; i < a.order.length; i++) if (a.order[i] !== b.order[i]) return a.order[i] - b.order[i]
  const [first, second] = [a.entry.last ?? "", b.entry.last ?? ""]
  return first === second ? a.entry.n - b.entry.n : first < second ? 1 : -1
}

/** Put the newest report of a subject before older ones that hold the words no more exactly. */
function newestFirst(results) {
  const facts = results.filter(result => result.entry.isFact)
  const byAnchor = new Map(facts.map(result => [result.entry.anchor, result]))
  const put = new Set()
  for (const result of results) {
    const newest = result.entry.newest && byAnchor.get(result.entry.newest)
    if (newest && classOf(newest, BEGUN) <= classOf(result, BEGUN)) put.add(newest)
    put.add(result)
  }
  return [...put]
}

/** Put plans after results and proposals after plans, in the places that facts have among the others. */
function resultsFirst(results) {
  /** @type {Map<string, any[]>} */
  const waiting = new Map()   // by their class, the next of it last
  for (const result of later(results.filter(each => each.entry.isFact)).toReversed()) {
    const key = classOf(result, LOOSELY)
    if (!waiting.get(key)?.push(result)) waiting.set(key, [result])
  }
  return results.map(result => result.entry.isFact ? waiting.get(classOf(result, LOOSELY))?.pop() : result)
}

/** Gather entries kind by kind, in the order of each kind's best; exact ones stay before all. */
function gathered(results) {
  /** @type {Map<string, any[]>} */
  const kinds = new Map([["", []]])
  for (const result of results) {
    const key = result.order[INEXACT] ? result.entry.isFact ? "fact" : result.entry.kind : ""
    if (!kinds.get(key)?.push(result)) kinds.set(key, [result])
  }
  return [...kinds.values()].flat()
}

function later(results) {
  return results.toSorted((a, b) => (LATER[a.entry.kind] ?? 0) - (LATER[b.entry.kind] ?? 0))
}

function classOf({ order }, place) {
  return order.slice(0, place + 1).join(" ")
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0)
}
