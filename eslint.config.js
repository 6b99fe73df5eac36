// The recommended rules, for the scripts that readers run, the build's own, and those of the tests.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["output/**", "output.*/**", "build/**", ".venv/**"] }, // what is built is not what is written
  { ignores: ["output/", "build/", "node_modules/", "theme/templates/"] },
  js.configs.recommended,
  { rules: { "no-control-regex": "off" } }, // text from others may hold any control character, and is searched for them
  {
    files: ["theme/static/**"],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-restricted-syntax": ["error", {
        selector: "CallExpression[callee.name='fetch'][arguments.length<2]",
        message: "A fetch says how: the browser's own cache may be a day old (js/fetched.js).",
      }],
    },
  },
  { files: ["scripts/**", "tests/**", "**/*.test.js", "*.js"], languageOptions: { globals: globals.node } },
];
