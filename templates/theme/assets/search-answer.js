// A query -> what the dialog shows of the entries found, as plain data: it comes from a worker.
import { find, holds, load, pick } from "./search-engine.js"

const SHORT = 80   // characters of an alias that is worth showing

/** Return the function that answers queries over what search.json holds. */
export function answering(data) {
  const index = load(data)
  return (query, most) => answer(index, query, most)
}

/** Answer a query; `most` entries are given as they are shown, all are counted. */
function answer(index, query, most) {
  const { complete, results, closest, missing, asked } = find(index, query)
  const entries = results.map(({ entry }) => entry)
  const whole = entries.slice(0, entries.length - closest)
  const topics = entries.length ? [] : index.entries.filter(entry => entry.kind === "section" && entry.page === entry.anchor)
  const shown = list => list.map(entry => shownOf(index, entry, asked))
  return { complete, missing, foreign: index.foreign, count: whole.length, total: entries.length, whole: shown(whole.slice(0, most)),
    closest: shown(entries.slice(whole.length).slice(0, Math.max(0, most - whole.length))), topics: shown(topics) }
}

/** Return what is shown of an entry, its texts in pieces: [text, marked]. */
function shownOf(index, entry, asked) {
  const { kind, page, anchor, isFact, period, place, marks } = entry
  const marked = text => text ? pick(index, text, asked) : []
  return { kind, page, anchor, isFact, period, place, marks: marks ?? [],
    title: marked(entry.title), text: marked(entry.text), also: marked(reason(index, entry, asked)) }
}

/** Return the alias or the figure as printed that holds words which the text shown does not. */
function reason(index, entry, asked) {
  const shown = [entry.title, entry.text, entry.period, entry.place].filter(Boolean)
  const hidden = asked.filter(group => !shown.some(text => holds(index, text, [group])))
  if (!hidden.length) return ""
  const ways = entry.also.filter(text => !shown.includes(text) && text.length < SHORT)
  return ways.find(text => hidden.every(group => holds(index, text, [group]))) ?? ways.find(text => holds(index, text, hidden)) ?? ""
}
