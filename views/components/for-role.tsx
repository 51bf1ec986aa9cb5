import type { ComponentChildren, VNode } from "preact";
import { useContext } from "preact/hooks";
import { includesRole, type Role } from "../../src/auth/principal";
import { ButtonLink } from "./button";
import { ReaderContext } from "./reader";

/** Shows its children to readers with the role, and `otherwise` to everyone else. */
export function ForRole({
  needs,
  otherwise = null,
  children,
}: {
  readonly needs: Role;
  readonly otherwise?: ComponentChildren;
  readonly children: ComponentChildren;
}): VNode {
  const role = useContext(ReaderContext)?.role ?? null;
  return <>{role !== null && includesRole(role, needs) ? children : otherwise}</>;
}

/** A link to the upload within a sentence; just the words for readers who may not upload. */
export function UploadLink({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <ForRole needs="analyst" otherwise={children}>
      <a href="/app/upload">{children}</a>
    </ForRole>
  );
}

/** A button that leads to the upload, or whom to ask for readers who may not upload. */
export function UploadButton({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <ForRole
      needs="analyst"
      otherwise={<p>Someone with the analyst role can upload a file and train a model.</p>}
    >
      <ButtonLink href="/app/upload">{children}</ButtonLink>
    </ForRole>
  );
}
