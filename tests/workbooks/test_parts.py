import io
import zipfile

import pytest

from bcf.workbooks.parts import Part, read_parts, write_parts


@pytest.fixture
def archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("a.xml", b"<a/>" * 500, zipfile.ZIP_DEFLATED)
        book.writestr("media/b.png", b"\x89PNG", zipfile.ZIP_STORED)
    return file.getvalue()


def test_parts_come_back_as_they_were(archive):
    parts = read_parts(archive)
    assert [(part.name, part.unpack()) for part in parts] == [
        ("a.xml", b"<a/>" * 500),
        ("media/b.png", b"\x89PNG"),
    ]
    with zipfile.ZipFile(io.BytesIO(write_parts(parts))) as again:
        assert again.testzip() is None
        assert again.namelist() == ["a.xml", "media/b.png"]
        assert again.read("media/b.png") == b"\x89PNG"


def test_a_part_is_copied_as_stored(archive):
    parts = read_parts(archive)
    again = read_parts(write_parts([parts[0], Part.pack("media/b.png", b"new")]))
    assert again[0] == parts[0]
    assert again[1].unpack() == b"new"


def test_the_same_parts_give_the_same_bytes(archive):
    assert write_parts(read_parts(archive)) == write_parts(read_parts(archive))


def test_what_is_no_zip_file_is_refused():
    with pytest.raises(zipfile.BadZipFile):
        read_parts(b"Board,Amount\n")
