import type { ComponentChildren, VNode } from "preact";
import { Notice } from "./card";

/** A secret that is shown once: it has the focus, and a button copies it. */
export function OnceShown({
  text,
  label,
  children,
}: {
  readonly text: string;
  readonly label: string;
  /** What it is for. */
  readonly children: ComponentChildren;
}): VNode {
  return (
    <Notice tone="good">
      <p>{children}</p>
      <p class="row">
        <input class="secret" readOnly value={text} aria-label={label} autofocus size={text.length} />
        <button class="secondary" type="button" data-copy={text}>
          Copy
        </button>
      </p>
    </Notice>
  );
}

/** Said where a form that had made a secret is sent again, by reloading the page. */
export function ShownBefore({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <Notice tone="warn">
      <div tabIndex={-1} autofocus>
        You reloaded the page, so what was shown before is hidden now. {children}
      </div>
    </Notice>
  );
}

/** The id of what a form makes, so that sending the form again makes nothing else. */
export function OnceField(): VNode {
  return <input type="hidden" name="once" value={Bun.randomUUIDv7()} />;
}

/** That id; none where the form holds no such. */
export function onceIdOf(form: URLSearchParams): string | undefined {
  const id = form.get("once") ?? "";
  return /^[0-9a-f-]{36}$/.test(id) ? id : undefined;
}
