// Files made on the reader's own device.

/** Let the browser save `content`, text or a Blob, under a name. */
export function save(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type: `${type};charset=utf-8` });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const held = new Map();

/** The buyers' file, fetched once; after a failure it may be asked for again. */
export function buyersFile(address) {
  if (!held.has(address)) {
    const asked = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`file answered ${response.status}`);
      return response.json();
    });
    held.set(address, asked);
    asked.catch(() => held.delete(address));
  }
  return held.get(address);
}
