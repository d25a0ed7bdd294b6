"""People sign in, machines join; guessing is slowed down."""

from server.wire import messages as m

PASSWORD = "correct horse battery"


async def post(house, path, message):
    async with house.session.post(house.url + path, data=m.encode(message)) as reply:
        return reply, await reply.json()


async def test_a_clerk_signs_in_with_a_cookie_that_scripts_and_foreign_pages_cannot_use(house):
    house.add_person("carl", "clerk")

    reply, answer = await post(house, "/api/login", m.Login("carl", PASSWORD))

    assert (reply.status, answer["role"]) == (200, "clerk")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    async with house.session.get(f"{house.url}/api/session") as session:
        assert (await session.json())["user"] == "carl"


async def test_signing_out_ends_the_session_on_the_server_too(house):
    cookies = {"lotse_session": house.cookie("carl", "clerk")}
    async with house.session.post(f"{house.url}/api/logout", cookies=cookies) as reply:
        assert reply.status == 200

    async with house.session.get(f"{house.url}/api/session", cookies=cookies) as reply:
        assert reply.status == 401


async def test_guessing_passwords_is_slowed_down_even_for_names_that_do_not_exist(house):
    house.add_person("carl", "clerk")
    for user in ("carl", "nobody"):
        house.context.throttle.succeeded("from 127.0.0.1")
        statuses = [(await post(house, "/api/login", m.Login(user, "wrong password")))[0].status for _ in range(6)]

        assert statuses[:4] == [401] * 4
        assert 429 in statuses[4:]
    reply, answer = await post(house, "/api/login", m.Login("carl", PASSWORD))
    assert (reply.status, answer["code"]) == (429, "slow_down")
    assert int(reply.headers["Retry-After"]) >= 1


async def test_a_machine_joins_with_the_token_once_printed_and_is_known_by_its_own_key(house):
    token = house.members.new_join_token()

    reply, answer = await post(house, "/api/join", m.Join(token, "kiosk", "Eingang"))
    wrong, refused = await post(house, "/api/join", m.Join("0000-0000-0000-0000", "kiosk", "Fremder"))

    assert reply.status == 200
    assert (wrong.status, refused["code"]) == (401, "wrong_token")
    headers = {"Authorization": f"Bearer {answer['machine']}.{answer['secret']}"}
    async with house.session.get(f"{house.url}/api/kiosk", headers=headers) as seen:
        assert seen.status == 200
    headers = {"Authorization": f"Bearer {answer['machine']}.wrong"}
    async with house.session.get(f"{house.url}/api/kiosk", headers=headers) as seen:
        assert seen.status == 401


async def test_no_secret_is_stored_in_the_clear(house, tmp_path):
    token = house.members.new_join_token()
    _, answer = await post(house, "/api/join", m.Join(token, "kiosk", "Eingang"))
    cookie = house.cookie("carl", "clerk")

    stored = b"".join(p.read_bytes() for p in (tmp_path / "data").rglob("*") if p.is_file())

    for secret in (token, answer["secret"], cookie, PASSWORD):
        assert secret.encode() not in stored
