import { html, raw } from "hono/html";
import { accounts } from "./accounts.ts";

type Content = ReturnType<typeof html>;

/** A page of the identity provider. It says that it is for local use. */
const renderPage = (title: string, content: Content) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Pegbar (local)</title>
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
          button[form] {
            justify-content: center;
          }
          button.main {
            font-weight: 600;
            color: #fff;
            background: #a34a12;
          }
          input {
            width: 100%;
            box-sizing: border-box;
            margin-bottom: 0.5rem;
            padding: 0.75rem 1rem;
            font: inherit;
            color: inherit;
            background: light-dark(#fff, #191919);
            border: 1px solid light-dark(#8a8a85, #7a7a76);
            border-radius: 8px;
          }
          a {
            color: light-dark(#a34a12, #f0a06a);
          }
          code {
            font-size: 1.25rem;
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
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;

/** The sign-in page: one button per account, and a notice that there are no passwords. */
export const signInPage = (uid: string, clientName: string) =>
  renderPage(
    "Sign in",
    html`<p>to continue to ${clientName}</p>
      <p class="local">For local use only. Accounts have no passwords.</p>
      <form method="post" action="/interaction/${uid}">
        ${accounts.map(
          (account) =>
            html`<button name="email" value="${account.email}">${account.name}<small>${account.note}</small></button>`,
        )}
      </form>`,
  );

/** Asks whether to sign out. `form` is the provider's own form, with the id `op.logoutForm`. */
export const signOutPage = (form: string) =>
  renderPage(
    "Sign out of Pegbar?",
    html`<p>You can sign in again with any account.</p>
      ${raw(form)}
      <button class="main" autofocus type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
      <button type="submit" form="op.logoutForm">Stay signed in</button>`,
  );

export const signedOutPage = () =>
  renderPage("You’re signed out", html`<p>Close this page, or go back to Pegbar to sign in again.</p>`);

/** Asks for the code that `pegbar login --device` printed. `form` has the id `op.deviceInputForm`. */
export const deviceCodePage = (form: string, problem: string | undefined) =>
  renderPage(
    "Connect a device",
    html`<p>Enter the code that the device shows.</p>
      ${problem === undefined ? "" : html`<p class="local" role="alert">${problem}</p>`} ${raw(form)}
      <button class="main" type="submit" form="op.deviceInputForm">Continue</button>`,
  );

/** Asks whether the device may sign in. `form` has the id `op.deviceConfirmForm`. */
export const deviceConfirmPage = (form: string, clientName: string, userCode: string) =>
  renderPage(
    "Connect this device?",
    html`<p>Allow it to use ${clientName} as you, if it shows this code:</p>
      <p><code>${userCode}</code></p>
      ${raw(form)}
      <button class="main" autofocus type="submit" form="op.deviceConfirmForm">Connect</button>
      <button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">Cancel</button>`,
  );

export const deviceConnectedPage = () =>
  renderPage("Device connected", html`<p>Go back to the device. You can close this page.</p>`);

export const errorPage = (description: string) =>
  renderPage(
    "Can’t sign in",
    html`<p>${description}</p>
      <p>Go back to Pegbar and sign in again.</p>`,
  );
