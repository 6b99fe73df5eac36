// What a QR code in a picture says:  node tests/read_code.mjs WIDTH HEIGHT < RGBA
import { buffer } from "node:stream/consumers";
import { scanRGBABuffer } from "@undecaf/zbar-wasm";

const [width, height] = process.argv.slice(2).map(Number);
const pixels = new Uint8Array(await buffer(process.stdin));
const found = await scanRGBABuffer(pixels.buffer, width, height);
console.log(JSON.stringify(found.map((symbol) => symbol.decode("utf-8"))));
