import { type ComponentChildren, createContext, type VNode } from "preact";
import { includesRole, type Role } from "../../src/auth/principal";

/** Who reads the page; null: nobody who signed in. Set where a page is answered. */
export const Reader = createContext<Role | null>(null);

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
  return (
    <Reader.Consumer>
      {(reader) => (reader !== null && includesRole(reader, needs) ? children : otherwise)}
    </Reader.Consumer>
  );
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
      <a class="button" href="/app/upload">
        {children}
      </a>
    </ForRole>
  );
}
