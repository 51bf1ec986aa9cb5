import type { Router } from "./router";

/**
 * The router of a server that answers its first requests before it has loaded every route: a few at once, all of them
 * as soon as something else is asked for, or when told to.
 */
export class LateRouter {
  #whole: Promise<Router> | null = null;
  #isWhole: boolean;

  /** `load` makes the router of every route, those of `router` among them; null if `router` has them already. */
  constructor(
    private router: Router,
    private readonly load: (() => Promise<Router>) | null,
  ) {
    this.#isWhole = load === null;
  }

  /** The routes that are there now. */
  get now(): Router {
    return this.router;
  }

  /** A router that knows what there is at this path. A path without parameters has all its methods in one place. */
  async for(path: string): Promise<Router> {
    return this.#isWhole || this.router.methodsOf(path).length > 0 ? this.router : this.whole();
  }

  /** The router of every route. */
  whole(): Promise<Router> {
    if (this.#isWhole) return Promise.resolve(this.router);
    this.#whole ??= this.load!().then(
      (router) => {
        this.#isWhole = true;
        this.router = router;
        return router;
      },
      (error) => {
        this.#whole = null;
        throw error;
      },
    );
    return this.#whole;
  }
}
