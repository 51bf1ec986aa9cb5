import type { ComponentChildren, VNode } from "preact";
import { useContext } from "preact/hooks";
import { includesRole, type Role } from "../../src/auth/principal";
import { ButtonLink } from "./button";
import { ReaderContext } from "./reader";

/** Shows its children to who has the role; to others what stands in `otherwise`. */
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

/** A link within a sentence to the upload; the words alone for who may not upload. */
export function UploadLink({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <ForRole needs="analyst" otherwise={children}>
      <a href="/app/upload">{children}</a>
    </ForRole>
  );
}

/** The way to the upload as a button, and who to ask for those who may not upload. */
export function UploadButton({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <ForRole needs="analyst" otherwise={<p>Somebody with the role analyst can upload a file and train.</p>}>
      <ButtonLink href="/app/upload">{children}</ButtonLink>
    </ForRole>
  );
}
