// A query -> what must be found: words, numbers, characters in a row, and synonyms, each a group.
// What readers of a language call a thing, and the words of a question that say nothing of its subject,
// are data (`search` of its style.yml).

import { asked, chains, reads } from "./search-words.js"

/** Note that what is typed is also asked for by what it means. */
export function addSynonym(index, typed, meaning) {
  const units = asked(index, typed)
  const key = keyOf(units)
  if (!index.phrases.has(key)) index.phrases.set(key, { meanings: [] })
  const phrase = index.phrases.get(key)
  phrase.meanings.push(asked(index, meaning))
  // “US” is typed in capitals: in small letters it is another word, which then is not meant.
  phrase.capitals = units.length === 1 && typed === typed.toUpperCase() && typed !== typed.toLowerCase() && Boolean(units[0].word)
}

export function keyOf(units) {
  return units.map(unit => unit.stem).join(" ")
}

/** Split a query into what must be found: words, numbers, synonyms, and characters in a row. */
export function groupsOf(index, query) {
  const text = query.normalize("NFKC")
  const units = asked(index, text)
  const joined = new Map([...chains(text, units)].filter(([first, last]) =>   // U.S., e-commerce, Xi’an
    units.slice(first, last + 1).some(unit => unit.text.length < 3)))
  const groups = []
  for (let i = 0; i < units.length; i++) {
    const last = joined.get(i)
    if (last !== undefined) {
      groups.push(joinedGroup(index, text, units.slice(i, last + 1)))
      i = last
    } else if (units[i].kind === "character") {
      let end = i + 1
      const counts = units[i - 1]?.kind === "number" && units[i - 1].end === units[i].start   // 2025年|外资
      if (!counts) while (units[end]?.kind === "character" && units[end].start === units[end - 1].end) end++
      groups.push(groupOf(index, text, units.slice(i, end)))
      i = end - 1
    } else {
      let size = Math.min(index.longest, units.length - i)
      while (size > 1 && !isPhrase(index, units.slice(i, i + size))) size--
      groups.push(groupOf(index, text, units.slice(i, i + size)))
      i += size - 1
    }
  }
  if (groups.length) groups.at(-1).last = true   // it may still be being typed
  return subjectsOf(spelled(index, text, groups))
}

/** Leave out the words of a question that say nothing of its subject, unless it has no other. */
export function subjectsOf(groups) {
  const subjects = groups.filter(group => !group.isAside)
  return subjects.length ? subjects : groups
}

/** Return the group of words joined by a sign: letters are one word, others stand in a row or are one word. */
function joinedGroup(index, text, units) {
  const [letters] = asked(index, units.map(unit => unit.text).join(""))
  const whole = { ...letters, start: units[0].start, end: units.at(-1).end }
  if (units.every(unit => unit.text.length === 1)) return groupOf(index, text, [whole])
  const group = groupOf(index, text, units)
  return { ...group, run: true, rows: [units, ...group.meanings], joined: whole }
}

export function isPhrase(index, units) {
  const key = keyOf(units)
  return index.phrases.has(key) || index.asides.has(key)
}

/** Return a group: its units, the text typed, the meanings of a synonym, and the rows to be found. */
export function groupOf(index, text, units) {
  /** @type {any} */
  const group = { units, text: text.slice(units[0].start, units.at(-1).end), run: units[0].kind === "character",
    meanings: [], own: true, isAside: index.asides.has(keyOf(units)), rows: [], words: new Set(), readings: new Set() }
  const phrase = index.phrases.get(keyOf(units))
  if (phrase && (!phrase.capitals || group.text === group.text.toUpperCase())) {
    group.meanings = phrase.meanings
    group.own = !phrase.capitals
    group.isAside = false
  }
  group.rows = [...(group.run ? [units] : []), ...group.meanings]
  return group
}

/** Take words that together spell a name by its reading (“tai yuan”) as one. */
function spelled(index, text, groups) {
  const word = group => group.units.length === 1 && group.units[0].kind === "word" && !group.isAside
  const taken = []
  for (let i = 0; i < groups.length; i++) {
    let end = i
    while (end < groups.length && word(groups[end])) end++
    const named = size => {
      const letters = lettersOf(groups.slice(i, i + size))
      return index.readings.some(({ forms }) => forms.some(form => reads(form, letters)))
    }
    let size = end - i
    while (size > 1 && !named(size)) size--
    if (size > 1) {
      const whole = groupOf(index, text, groups.slice(i, i + size).flatMap(group => group.units))
      taken.push({ ...whole, last: groups[i + size - 1].last, spelled: lettersOf(groups.slice(i, i + size)) })
      i += size - 1
    } else {
      if (word(groups[i])) groups[i].spelled = groups[i].units[0].text
      taken.push(groups[i])
    }
  }
  return taken
}

function lettersOf(groups) {
  return groups.map(group => group.units[0].text).join("")
}
