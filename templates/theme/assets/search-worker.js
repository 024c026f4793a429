// The search beside the page, so that a large index stops no key: asked for an index, then queries.
import { answering } from "./search-answer.js"

let answer

addEventListener("message", async ({ data }) => {
  if (data.address) {
    try {
      answer = await answering(data.address)
      postMessage({ ready: true })
    } catch {
      postMessage({ failed: true })
    }
  } else postMessage({ n: data.n, answer: answer(data.query, data.most) })
})
