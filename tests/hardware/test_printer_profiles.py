"""A printer's profile as a file: what it may say, and what is said about mistakes."""

import pytest

from hardware.printers.profile import Profile, as_toml, default_for, load


def test_a_profile_that_was_written_is_read_back_as_it_was(tmp_path):
    profile = Profile(
        encoding="raster",
        dpi=180,
        width_dots=512,
        pages={"CP1252": 16, "CP858": 19},
        feed_dpi=360,
        cutter="full",
        maker='A "quoted" \\ maker\x07',
    )
    (tmp_path / "p.toml").write_text(as_toml(profile), encoding="utf-8")

    assert load(tmp_path / "p.toml") == profile


def test_every_mistake_in_a_profile_is_named_at_once(tmp_path):
    (tmp_path / "p.toml").write_text(
        'encoding = "pictures"\ndpi = 300\nwidth_dots = 577\nmax_rows = true\nnative_qr = 1\ncolour = "red"\n'
        'logo_nv = "toolong"\n[pages]\nCP9 = 3\nCP858 = 300\n'
    )

    with pytest.raises(ValueError, match=r"p\.toml") as refused:
        load(tmp_path / "p.toml")

    said = str(refused.value).splitlines()
    assert len(said) == 10
    for word in (
        "'colour' is not known",
        "encoding is 'pictures'; choose one of hybrid, raster, text",
        "dpi is 300",
        "multiple of 16, so write 576",
        "max_rows is True",
        "native_qr is 1; write true or false",
        "code page 'CP9' is not one of",
        "CP858 has the number 300",
        "logo_nv is 'toolong'",
    ):
        assert any(word in line for line in said), word


@pytest.mark.parametrize(
    ("content", "said"), [(None, "cannot be read"), (b"encoding =", "no TOML"), (b"maker = '\xff'", "no text in UTF-8")]
)
def test_a_file_that_is_no_profile_is_refused_with_its_name(tmp_path, content, said):
    if content is not None:
        (tmp_path / "p.toml").write_bytes(content)

    with pytest.raises(ValueError, match=rf"p\.toml.*{said}"):
        load(tmp_path / "p.toml")


def test_on_a_serial_line_bytes_are_dearer_than_on_a_network():
    assert default_for("serial:///dev/ttyUSB0").max_bytes == 12_000 < default_for("tcp://10.0.0.9:9100").max_bytes


def test_a_logo_is_looked_for_beside_the_profile(tmp_path):
    (tmp_path / "p.toml").write_text('logo_file = "sign.png"\n')

    assert load(tmp_path / "p.toml").logo_file == str(tmp_path / "sign.png")
