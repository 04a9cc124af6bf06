"""Pictures, text boxes, formulas and shapes of an OpenDocument text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from archive_app.domain.errors import Refused
from archive_app.intake.opendocument.names import DRAW, MATH, OFFICE, SVG, TEXT, XLINK, Element, local, points
from archive_app.intake.opendocument.package import Package
from archive_app.intake.wordml.made import Made, held, run, text_box


class Drawings:
    """Reads what is drawn: ``put`` takes a run, ``apart`` reads blocks in the midst of a paragraph."""

    def __init__(
        self,
        package: Package,
        made: Made,
        put: Callable[[str], None],
        apart: Callable[[Iterable[Element]], str],
    ) -> None:
        self._package, self._made = package, made
        self._put, self._apart = put, apart

    def frame(self, element: Element) -> None:
        """A frame shows one of the things in it: the first that can be taken."""
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = local(child)
            if name == "text-box":
                self._put(text_box(self._apart(child)))
                return
            if name == "object" and self._object(child):
                return
            if name == "table":
                self._put(text_box(self._apart([child])))
                return
            if name == "image" and self._image(child, element):
                return
        if element.find(f"{DRAW}image") is not None:
            self._made.said.append("有一幅图片在文件里找不到，没有收。")

    def _object(self, element: Element) -> bool:
        """Whether the object is a formula, whose words are taken; of another its picture is."""
        target = element.get(f"{XLINK}href", "").removeprefix("./")
        try:
            root = self._package.xml(f"{target}/content.xml") if target else element.find(f"{MATH}math")
        except Refused as error:
            self._made.said.append(f"嵌入的对象读不出来（{error}），没有收，只收下它显示的图片。")
            return False
        if root is None or not root.tag.startswith(MATH):
            kind = next((local(one) for one in root.iter(f"{OFFICE}chart", f"{OFFICE}spreadsheet")), "") if (
                root is not None) else ""  # fmt: skip
            shown = {"chart": "图表", "spreadsheet": "表格"}.get(kind, "未知程序")
            self._made.said.append(f"嵌入的对象（{shown}）没有收，只收下它显示的图片。")
            return False
        said = next(root.iter(f"{MATH}annotation"), None)
        words = " ".join("".join(root.itertext() if said is None else said.itertext()).split())
        self._made.said.append(f"公式改成一行文字“{words}”收下，请核对。")
        self._put(run(words))
        return True

    def _image(self, image: Element, frame: Element) -> bool:
        target = image.get(f"{XLINK}href", "")
        data = self._package.binary(image) or self._package.read(target)
        if data is None:
            if target.startswith(("http:", "https:", "file:", "../", "/")):
                self._put(self._made.outside_picture(target))
                return True
            return False
        suffix = PurePosixPath(target).suffix.lower() or _suffix(data)
        if suffix in (".svm", ".bin"):
            return False
        about = frame.find(f"{SVG}desc"), frame.find(f"{SVG}title")
        alt = next((one.text.strip() for one in about if one is not None and one.text), "")
        self._put(self._made.picture(data, suffix, width=points(frame.get(f"{SVG}width")), alt=alt))
        return True

    def shape(self, element: Element) -> None:
        """A drawn shape: its words as those of a text box; one without any is named."""
        words = self._apart(child for child in element if isinstance(child.tag, str) and child.tag.startswith(TEXT))
        if "<w:t" in words:
            self._put(text_box(words))
        else:
            self._put(held("<w:pict><v:shape/></w:pict>"))


def _suffix(data: bytes) -> str:
    return ".png" if data.startswith(b"\x89PNG") else ".jpg" if data.startswith(b"\xff\xd8") else ".bin"
