// Walks the main way of the site in a real Firefox, over WebDriver BiDi: everything is found by its role and name, as
// assistive technology finds it, and every step says what it heard.
//   node scripts/firefox.mjs FIREFOX ADDRESS '{"number": …, "name": …, "slugs": [ … ]}'
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const [program, address, given] = process.argv.slice(2);
const { number, name, slugs } = JSON.parse(given);
const PATIENCE = Number(process.env.PATIENCE ?? 60_000); // milliseconds for one step

const profile = await mkdtemp(path.join(tmpdir(), "firefox-"));
const firefox = spawn(program, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
try {
  const browser = await connected(await endpoint());
  await walk(browser);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  firefox.kill();
  await new Promise((ended) => (firefox.exitCode === null ? firefox.once("exit", ended) : ended()));
  await rm(profile, { recursive: true, force: true });
}

function endpoint() {
  return new Promise((found, failed) => {
    let said = "";
    firefox.stderr.on("data", (data) => {
      said += data;
      const url = said.match(/WebDriver BiDi listening on (ws:\S+)/);
      if (url) found(`${url[1]}/session`);
    });
    firefox.once("exit", () => failed(new Error(`Firefox ended: ${said}`)));
  });
}

/** {ask}: one command after another, each with its answer. */
async function connected(url) {
  const socket = new WebSocket(url);
  await new Promise((open, failed) => { socket.onopen = open; socket.onerror = () => failed(new Error("no connection")); });
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(data);
    const one = waiting.get(id);
    if (type === "success") one?.[0](result);
    else one?.[1](new Error(`${error}: ${message}`));
  };
  let last = 0;
  const ask = (method, params) => new Promise((...answer) => {
    last += 1;
    waiting.set(last, answer);
    socket.send(JSON.stringify({ id: last, method, params }));
  });
  await ask("session.new", { capabilities: {} });
  const { contexts } = await ask("browsingContext.getTree", {});
  return { ask, context: contexts[0].context };
}

async function walk({ ask, context }) {
  const go = (where) => ask("browsingContext.navigate", { context, url: address + where, wait: "complete" });
  const find = (role, called) => until(`${role} «${called}»`, async () => {
    const { nodes } = await ask("browsingContext.locateNodes", { context, locator: { type: "accessibility", value: { role, name: called } } });
    return nodes[0];
  });
  const run = async (expression) => (await ask("script.evaluate", { expression, target: { context }, awaitPromise: true })).result?.value;
  const shown = (selector, words) => until(`${selector} says «${words}»`, () => run(`[...document.querySelectorAll(${JSON.stringify(selector)})].some((e) => e.checkVisibility() && e.innerText.includes(${JSON.stringify(words)}))`));
  const keys = async (text) => ask("input.performActions", { context, actions: [{ type: "key", id: "keyboard", actions: [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]) }] });
  const focus = (node) => ask("script.callFunction", { functionDeclaration: "(e) => e.focus()", arguments: [node], target: { context }, awaitPromise: false });

  await go("/");
  await focus(await find("searchbox", "Telefonnummer, navn eller organisasjonsnummer"));
  await keys(`${number}\uE007`);
  await shown("#answers .verdict", "Godkjent");
  await find("heading", "Godkjent");
  await shown("#answers .who", name);
  console.log(`ask, answer: ${await run("document.getElementById('said').textContent")}`);
  await focus(await find("link", "Alt om senteret"));
  await keys("\uE007");
  await find("heading", name);
  console.log(`centre: ${await run("document.title")}`);
  await go("/sentre/");
  await focus(await find("searchbox", await run("document.querySelector('input[type=search]').labels[0].innerText.trim()")));
  await keys(name);
  await find("link", name);
  console.log(`list: ${await run("document.querySelector('[role=status]').innerText.trim()")}`);
  await go(`/sentre/sammenlign/?s=${slugs.join(",")}`);
  await shown("#compared", name);
  await find("link", name);
  console.log(`compare: ${await run("document.getElementById('messages').innerText.trim()")}`);
}

async function until(what, look) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const found = await look().catch(() => null);
    if (found) return found;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`not found: ${what}`);
}
