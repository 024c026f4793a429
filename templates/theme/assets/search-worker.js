// The search beside the page, so that a large index stops no key: asked for an index, then queries.
// The index and all parts of the program are fetched at once, and none of them waits for another.
const PARTS = ["answer", "engine", "query", "pieces", "words"].map(part => `./search-${part}.js`)

let answer

addEventListener("message", async ({ data }) => {
  if (data.address) {
    try {
      const [index, { answering }] = await Promise.all([read(data.address), ...PARTS.map(part => import(part))])
      answer = answering(index)
      postMessage({ ready: true })
    } catch {
      postMessage({ failed: true })
    }
  } else postMessage({ n: data.n, answer: answer(data.query, data.most) })
})

async function read(address) {
  const file = await fetch(address)
  if (!file.ok) throw new Error(String(file.status))
  return file.json()
}
