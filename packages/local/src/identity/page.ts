import { html } from "hono/html";
import { accounts } from "./accounts.ts";

/** The sign-in page: one button per account, and a notice that there are no passwords. */
export const signInPage = (uid: string, clientName: string) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sign in – Pegbar (local)</title>
        <style>
          :root {
            color-scheme: light dark;
            font:
              16px/1.5 system-ui,
              sans-serif;
          }
          body {
            margin: 0;
            min-height: 100vh;
            display: grid;
            place-items: center;
            background: light-dark(#f2f2f0, #191919);
            color: light-dark(#1d1d1b, #ececea);
          }
          main {
            width: min(26rem, calc(100vw - 2rem));
            padding: 2rem;
            box-sizing: border-box;
            background: light-dark(#fff, #242424);
            border-radius: 12px;
          }
          h1 {
            font-size: 1.25rem;
            margin: 0 0 0.25rem;
          }
          p {
            margin: 0 0 1.25rem;
            color: light-dark(#5c5c58, #a9a9a4);
          }
          p.local {
            padding: 0.5rem 0.75rem;
            border-radius: 8px;
            background: light-dark(#fdf0d0, #4a3a12);
            color: light-dark(#5c4300, #ffe3a1);
          }
          button {
            display: flex;
            justify-content: space-between;
            gap: 1rem;
            width: 100%;
            margin-top: 0.5rem;
            padding: 0.75rem 1rem;
            font: inherit;
            text-align: left;
            color: inherit;
            background: light-dark(#f2f2f0, #303030);
            border: 1px solid transparent;
            border-radius: 8px;
            cursor: pointer;
          }
          button:hover,
          button:focus-visible {
            border-color: currentColor;
          }
          small {
            color: light-dark(#5c5c58, #a9a9a4);
            font-size: 0.875rem;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>Sign in</h1>
          <p>to continue to ${clientName}</p>
          <p class="local">For local use only. Accounts have no passwords.</p>
          <form method="post" action="/interaction/${uid}">
            ${accounts.map(
              (account) =>
                html`<button name="email" value="${account.email}">
                  ${account.name}<small>${account.note}</small>
                </button>`,
            )}
          </form>
        </main>
      </body>
    </html>`;
