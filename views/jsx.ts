import * as runtime from "preact/jsx-runtime";

/**
 * To be loaded before the first page. Bun reads `jsxImportSource` from the tsconfig.json of the working directory alone,
 * so a server that is started elsewhere would look for React.
 */
Bun.plugin({
  name: "preact",
  setup(build) {
    for (const name of ["react/jsx-runtime", "react/jsx-dev-runtime"])
      build.module(name, () => ({ exports: { ...runtime, jsxDEV: runtime.jsx }, loader: "object" }));
  },
});
