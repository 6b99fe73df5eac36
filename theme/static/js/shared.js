// What an address asks: a question, or what another program on the reader's device shared with the check.

/** The question `q`; else the text and the address that were shared, each on its own line, or the title where there is nothing else.
 * @param {string} search
 */
export function askedIn(search) {
  const given = new URLSearchParams(search);
  const [q, text, url, title] = ["q", "text", "url", "title"].map((name) => given.get(name)?.trim() ?? "");
  if (q) return q;
  return [text, url].filter(Boolean).join("\n") || title;
}
