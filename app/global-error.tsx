"use client";

/** When not even the layout can be drawn there is no language to ask for: both, plainly. */
export default function GlobalError() {
  return (
    <html lang="zh-CN">
      <body>
        <main>
          <h1>这一页出错了，请刷新再试</h1>
          <p lang="en">This page broke. Reload it to try again.</p>
        </main>
      </body>
    </html>
  );
}
