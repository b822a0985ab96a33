"""The pages of results, as members and the office see them."""

from flask.testing import FlaskClient

from labelling.core.access import Role
from tests.labelling.club.results.making import build_club, person_of, release
from tests.labelling.people.making import sign_in
from pathlib import Path


def test_look(client: FlaskClient) -> None:
    world = build_club(3)
    import time

    t = time.time()
    for r in world.rounds:
        release(world, round_id=r)
    print("released", time.time() - t)
    actor, m = world.first()
    sign_in(client, person_of(actor), Role.MANAGER)
    out = Path("/tmp/results/html")
    out.mkdir(exist_ok=True)
    for name, url in {
        "show": f"/results/members/{m}",
        "ind": f"/results/members/{m}/indicators/A07",
        "club": f"/results/clubs/{world.club_id}",
        "clubind": f"/results/clubs/{world.club_id}/indicators/A07",
        "protected": "/results/protected",
        "peers": f"/results/members/{m}/peers",
        "practices": f"/results/members/{m}/practices",
        "pdf": f"/results/members/{m}/report.pdf",
        "xlsx": f"/results/members/{m}/figures.xlsx",
        "csv": f"/results/clubs/{world.club_id}/extract.csv",
    }.items():
        t = time.time()
        r = client.get(url)
        print(name, r.status_code, len(r.data), round(time.time() - t, 2))
        (out / f"{name}.html").write_bytes(r.data)
    sign_in(client, person_of(world.officer), Role.OFFICER)
    r = client.get(f"/results/clubs/{world.club_id}/releases")
    print(r.status_code)
    (out / "rel.html").write_bytes(r.data)
    shoot(client, world, m, actor)


def shoot(client, world, m, actor):
    from playwright.sync_api import sync_playwright
    from urllib.parse import urlsplit

    def answer(route):
        u = urlsplit(route.request.url)
        r = client.get(u.path + ("?" + u.query if u.query else ""))
        route.fulfill(
            status=r.status_code,
            headers={k: v for k, v in r.headers.items() if k.lower() not in ("content-length",)},
            body=r.data,
        )

    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for w in (1280, 390):
            pg = b.new_page(viewport={"width": w, "height": 900})
            pg.route("**/*", answer)
            sign_in(client, person_of(actor), Role.MANAGER)
            for name, url in {
                "show": f"/results/members/{m}",
                "ind": f"/results/members/{m}/indicators/A07",
                "club": f"/results/clubs/{world.club_id}",
                "clubind": f"/results/clubs/{world.club_id}/indicators/A07",
                "protected": "/results/protected",
                "practices": f"/results/members/{m}/practices",
            }.items():
                pg.goto("http://localhost" + url)
                pg.screenshot(path=f"/tmp/results/{name}-{w}.png", full_page=True)
                print(name, w, pg.evaluate("document.documentElement.scrollWidth"))
            sign_in(client, person_of(world.officer), Role.OFFICER)
            pg.goto(f"http://localhost/results/clubs/{world.club_id}/releases")
            pg.screenshot(path=f"/tmp/results/rel-{w}.png", full_page=True)
        b.close()
