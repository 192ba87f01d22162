/* What the meeting's pages do beyond plain HTML: everything works without, by loading the page again. */
"use strict";
(() => {
  const page = document.documentElement.dataset;
  const writes = page.role === "writer";
  const byId = (id) => document.getElementById(id);
  const store = (kind) => { try { return window[kind]; } catch { return null; } };
  const local = store("localStorage"), session = store("sessionStorage");
  const name = Array.from(crypto.getRandomValues(new Uint32Array(4)), (one) => one.toString(36)).join("");
  let version = page.version, misses = 0;

  /* Ask every few seconds what has changed. */
  async function pulse() {
    try {
      const answer = await fetch(`${page.home}/pulse?window=${name}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      misses = 0;
      byId("lost").hidden = true;
      await heard(now);
    } catch {
      misses += 1;
      if (misses > 1) byId("lost").hidden = false;
    }
    setTimeout(pulse, 1500);
  }

  async function heard(now) {
    if (writes) tellOthers(now.writers);
    if (!writes && following() && now.writers > 0 && now.at !== page.at) {
      location.assign(`${page.home}/${page.language}/${now.at ? `items/${encodeURIComponent(now.at)}` : ""}`);
      return;
    }
    if (now.version === version) return;
    if (writes && byId("decision")) byId("changed").hidden = false;
    else await renew();
    version = now.version;
  }

  function tellOthers(count) {
    const notice = byId("others");
    notice.hidden = count < 2;
    const text = notice.dataset.text.replace("{count}", count);
    if (count > 1 && notice.textContent !== text) notice.textContent = text;
  }

  /* Take over what changed, and leave alone what the reader opened, scrolled or focused. */
  async function renew() {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      if (!other || other.innerHTML === part.innerHTML) continue;
      const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
      part.replaceChildren(...other.childNodes);
      for (const id of open) { const one = byId(id); if (one) one.open = true; }
    }
  }

  addEventListener("pagehide", () => { if (writes) navigator.sendBeacon(`${page.home}/leave`, name); });

  /* A reader goes along with the writer until they go somewhere themselves. */
  const box = byId("follow");
  function following() { return box !== null && box.checked; }
  if (box) {
    box.checked = !session || session.getItem("zy-follow") !== "no";
    box.closest("label").hidden = false;
    const keep = () => { if (session) session.setItem("zy-follow", box.checked ? "yes" : "no"); };
    box.addEventListener("change", keep);
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link && !("stay" in link.dataset) && !link.getAttribute("href").startsWith("#")) { box.checked = false; keep(); }
    });
  }

  function fill(values) {
    for (const [field, value] of values) {
      for (const one of byId("decision").elements) {
        if (one.name !== field) continue;
        if (one.type === "radio") one.checked = one.value === value;
        else one.value = value;
      }
      if (field.startsWith("dissent:") && value) byId("dissent").open = true;
    }
  }

  /* The writer's form: median and mean fill in their percent, drafts that survive a reload. */
  const form = byId("decision");
  if (page.saved && local) local.removeItem(`zy-meeting:${page.saved}`);
  if (form) {
    const radio = (field, value) => form.querySelector(`[name="${field}"][value="${value}"]`);
    form.addEventListener("change", (event) => {
      const { name: field, value, dataset } = event.target;
      if (field === "method" && dataset.percent) {
        const pick = radio("percent", dataset.percent);
        if (pick) pick.checked = true;
      }
      const method = form.querySelector('[name="method"]:checked');
      if (field === "percent" && method && method.dataset.percent && method.dataset.percent !== value) {
        radio("method", "discussed").checked = true;
      }
    });
    const key = `zy-meeting:${form.dataset.item}`;
    const fields = () => [...new FormData(form).entries()].filter(([field]) => field !== "base");
    const keepDraft = (sent = false) => {
      if (local) local.setItem(key, JSON.stringify({ base: form.elements.base.value, fields: fields(), sent }));
    };
    const draft = local && JSON.parse(local.getItem(key) || "null");
    if ("kept" in form.dataset) keepDraft();
    else if (draft && draft.sent && draft.base !== form.elements.base.value) local.removeItem(key); /* saved */
    else if (draft) {
      fill(draft.fields);
      byId("draft").hidden = draft.base === form.elements.base.value;
    }
    form.addEventListener("input", () => keepDraft());
    form.addEventListener("change", () => keepDraft());
    form.addEventListener("submit", () => keepDraft(true));
    const reload = document.querySelector("[data-reload]");
    if (reload) reload.addEventListener("click", (event) => { event.preventDefault(); location.assign(location.pathname); });
    const trouble = byId("trouble");
    if (trouble) trouble.focus();
  }

  pulse();
})();
