import type { Route } from "../../../src/api/route";
import { invitationPages } from "./invitation";
import { registerPages } from "./register";
import { shopPages } from "./shops";
import { signInPages } from "./sign-in";
import { unsubscribePages } from "./unsubscribe";

/** Coming in and going out. */
export const accountPages: readonly Route[] = [
  ...signInPages,
  ...registerPages,
  ...invitationPages,
  ...shopPages,
  ...unsubscribePages,
];
