/** The folder of the npm package that a bundled file comes from; nothing for one of ours. */
export const packageOf = (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
