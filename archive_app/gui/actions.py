"""Every action of the program, declared once: menus, tool bars, shortcuts and the F1 list read this table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from archive_app.gui.finder import finder, library_there
from archive_app.gui.i18n import _
from archive_app.gui.keys import MouseKeys, is_mouse, keys
from archive_app.gui.scans.there import recogniser_there
from archive_app.gui.sound.there import speech_there
from archive_app.gui.theme import theme


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One act: its identifier, the menu it stands in, its words, icon and keys, and what it does in a sentence."""

    id: str
    group: str
    text: str
    icon: str = ""
    keys: tuple[str, ...] = ()
    help: str = ""
    checkable: bool = False
    separator: bool = False  # a line above it in the menu
    local: bool = False  # the keys act in the list or page that has the keyboard, not in the whole window


ARCHIVE, EDIT, MATERIAL, ORAL, VIEW, HELP = "馆藏(&A)", "编辑(&E)", "资料(&M)", "口述(&T)", "查看(&V)", "帮助(&H)"
GROUPS = (ARCHIVE, EDIT, MATERIAL, ORAL, VIEW, HELP)

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("archive.open", ARCHIVE, "打开馆藏…", "folder-open", ("Ctrl+O",), "打开另一个馆藏文件夹"),
    ActionSpec("archive.new", ARCHIVE, "新建馆藏…", "folder-plus", (), "在选定的位置新建一个空的馆藏"),
    ActionSpec("archive.example", ARCHIVE, "看示例", "book", (), "打开一份虚构的示例馆藏，可以随意改动"),
    ActionSpec("archive.recent", ARCHIVE, "最近打开", "history"),
    ActionSpec(
        "archive.backup",
        ARCHIVE,
        "备份…",
        "device-floppy",
        ("Ctrl+B",),
        "把整个馆藏连同原件备份到另一处",
        separator=True,
    ),
    ActionSpec("earlier.take", ARCHIVE, "收入往辑…", "books", (), "在编纂里：以前印的书扫描以后收进来，能看能检索"),
    ActionSpec("volume.trash", ARCHIVE, "书卷移到回收站…", "trash", (), "在编纂里：眼前这一卷，可以撤销，可以取回"),
    ActionSpec("volume.restore", ARCHIVE, "取回书卷…", "trash-off", (), "在编纂里：把移到回收站的书卷放回来"),
    ActionSpec("archive.verify", ARCHIVE, "体检", "shield-check", (), "逐件核对目录与原件有没有损坏"),
    ActionSpec("archive.close", ARCHIVE, "关闭馆藏", "x", ("Ctrl+W",), "回到开始页", separator=True),
    ActionSpec("app.quit", ARCHIVE, "退出", "logout", ("Ctrl+Q",)),
    ActionSpec("edit.save", EDIT, "保存", "device-floppy", ("Ctrl+S",), "写下的都会自动保存；按这里，答复你存好了没有"),
    ActionSpec("edit.undo", EDIT, "撤销", "arrow-back-up", ("Ctrl+Z",), "撤销上一步，昨天做的也行"),
    ActionSpec("edit.redo", EDIT, "重做", "arrow-forward-up", ("Ctrl+Y", "Ctrl+Shift+Z"), "把撤销的再做一遍"),
    ActionSpec("edit.select_all", EDIT, "全选", "checks", ("Ctrl+A",), "选中列表里的全部", separator=True, local=True),
    ActionSpec(
        "edit.find", EDIT, "在列表或正文里找", "filter", ("Ctrl+F",), "按题名和编号筛选；打开了正文，就在正文里找"
    ),
    ActionSpec(
        "text.paste_plain", EDIT, "只粘贴文字", "clipboard", ("Ctrl+Shift+V",), "粘贴时不要标题、粗体、表格", local=True
    ),
    ActionSpec("text.replace", EDIT, "在正文里替换…", "edit", ("Ctrl+R",), "找到的换成别的，标记和注释都在"),
    ActionSpec("item.replace", EDIT, "多篇替换…", "", (), "选中的、列表里的、一卷书的、全部的：先看每一处，一步换完"),
    ActionSpec("text.count", EDIT, "字数…", "", ("Ctrl+Shift+G",), "正文的、选中的：文字数，Word 的字数、字符数"),
    ActionSpec("edit.search", EDIT, "全文检索", "search", ("Ctrl+K",), "在全部文字里找"),
    ActionSpec("search.form", EDIT, "高级检索", "list-details", ("Ctrl+Shift+F",), "一行一行地填着找，不用写检索式"),
    ActionSpec("item.new", MATERIAL, "新建资料", "plus", ("Ctrl+N",), "新建一件资料，先选种类"),
    ActionSpec("item.like", MATERIAL, "照上一件新建", "copy", ("Ctrl+Shift+N",), "照选中的这一件填好"),
    ActionSpec("item.template", MATERIAL, "存为模板…", "bookmark", (), "以后新建时照这一件填好"),
    ActionSpec("item.import", MATERIAL, "加入材料…", "file-import", ("Ctrl+I",), "把照片、文稿等文件收进来"),
    ActionSpec("item.import_folder", MATERIAL, "加入文件夹…", "folder-plus", ("Ctrl+Shift+I",), "把整个文件夹收进来"),
    ActionSpec("item.export_list", MATERIAL, "导出清单…", "file-spreadsheet", (), "选中的，或列表里的全部，写成 Excel"),
    ActionSpec("item.report", MATERIAL, "报表…", "printer", ("Ctrl+P",), "目录、登记表、稿费、通知……，先看再印"),
    ActionSpec(
        "item.check", MATERIAL, "检查文字…", "", (), "选中的、列表里的或一卷书的正文、转写稿、说明，一处一处去看"
    ),
    ActionSpec("item.own_fields", MATERIAL, "自定栏目…", "list-details", (), "给资料加栏目，改、停用、排先后"),
    ActionSpec(
        "item.unit", MATERIAL, "移入案卷…", "folder", ("Ctrl+Shift+K",), "选中的几件放进全宗、类或案卷；也能移出"
    ),
    ActionSpec("unit.new", MATERIAL, "新建案卷…", "folder-plus", (), "建一个全宗、类、案卷，放在选中的下面"),
    ActionSpec("unit.edit", MATERIAL, "改案卷…", "edit", ("F2",), "题名、编号、级别、期限、新件照填", local=True),
    ActionSpec("unit.merge", MATERIAL, "并卷…", "git-merge", (), "把这一卷并入另一卷：先看几件、几个下级、级别怎样变"),
    ActionSpec("unit.remove", MATERIAL, "撤掉案卷…", "trash", ("Delete",), "里面的移到上一级，先说清楚", local=True),
    ActionSpec("unit.up", MATERIAL, "案卷：上移", "", ("Alt+Shift+Up",), "键盘在案卷树上", local=True),
    ActionSpec("unit.down", MATERIAL, "案卷：下移", "", ("Alt+Shift+Down",), "键盘在案卷树上", local=True),
    ActionSpec("item.loan", MATERIAL, "登记借还…", "package-export", (), "选中资料的原件借来了或借出了，记下该哪天还"),
    ActionSpec("item.use", MATERIAL, "登记查阅利用…", "eye", (), "谁来查阅了选中的资料，记一笔"),
    ActionSpec("item.lacks", MATERIAL, "缺项检查…", "list-details", (), "选中的或列表里的，哪一件缺什么，一处一处去补"),
    ActionSpec("item.vocabulary", MATERIAL, "词表…", "tags", (), "用过哪些主题词、栏目……，改词、并词"),
    ActionSpec("item.try", MATERIAL, "先看看会怎样…", "eye", (), "只说哪些能收、哪些不能，什么也不写"),
    ActionSpec(
        "item.open",
        MATERIAL,
        "打开原件",
        "arrows-maximize",
        ("Return", "Enter"),
        "在大图或稿纸上看",
        separator=True,
        local=True,
    ),
    ActionSpec("item.back", MATERIAL, "回到列表", "arrow-left", ("Esc",), "从打开的资料回到列表", local=True),
    ActionSpec("item.previous", MATERIAL, "上一件", "chevron-up", ("Alt+Up",), "看列表里的上一件"),
    ActionSpec("item.next", MATERIAL, "下一件", "chevron-down", ("Alt+Down",), "看列表里的下一件"),
    ActionSpec(
        "photo.actual",
        MATERIAL,
        "照片：原大",
        "zoom-in",
        ("1",),
        "一个像素对一个像素，0 回到整张",
        separator=True,
        local=True,
    ),
    ActionSpec("photo.frame", MATERIAL, "照片：框人", "user-plus", ("B",), "在脸上拖一个框，写这是谁", local=True),
    ActionSpec(
        "photo.faces",
        MATERIAL,
        "照片：找人脸",
        "face-id",
        ("Shift+B",),
        "打开的照片，或选中的许多张：像人脸的地方画好虚线框，由人来定",
        local=True,
    ),
    ActionSpec("photo.right", MATERIAL, "照片：向右转", "rotate-clockwise", ("R",), "原件不动", local=True),
    ActionSpec("photo.left", MATERIAL, "照片：向左转", "rotate-2", ("Shift+R",), "原件不动", local=True),
    ActionSpec("photo.flip", MATERIAL, "照片：翻面", "refresh", ("F",), "翻过来看背面写了什么", local=True),
    ActionSpec("photo.compare", MATERIAL, "对比两张照片", "columns", ("Ctrl+Shift+B",), "并排或叠着看选中的两张"),
    ActionSpec("photo.alike", MATERIAL, "像是同一张的照片…", "versions", (), "微信副本、重扫、裁过的：以大替小"),
    ActionSpec("photo.copies", MATERIAL, "照片另存副本…", "copy", (), "题名、人名和位置写进副本，原件不动"),
    ActionSpec("item.form", MATERIAL, "去填写", "edit", ("F2",), "跳到右边的著录项"),
    ActionSpec(
        "item.above",
        MATERIAL,
        "照上一件填这一栏",
        "arrow-down",
        ("Ctrl+'",),
        "与列表里上一件写得一样",
    ),
    ActionSpec("row.up", MATERIAL, "表里一行：上移", "", ("Alt+Shift+Up",), "责任者、人物位置这些", local=True),
    ActionSpec("row.down", MATERIAL, "表里一行：下移", "", ("Alt+Shift+Down",), "文件的先后也是这两个键", local=True),
    ActionSpec(
        "row.add", MATERIAL, "表里一行：加在下面", "", ("Alt+Shift+Return",), "键盘在哪一行，加在它下面", local=True
    ),
    ActionSpec("row.remove", MATERIAL, "表里一行：去掉", "", ("Alt+Shift+Delete",), "撤销能取回", local=True),
    ActionSpec(
        "item.files", MATERIAL, "去看文件", "folders", ("Ctrl+Shift+P",), "跳到这一件的文件：排次序、移走、分出、去掉"
    ),
    ActionSpec("item.add_files", MATERIAL, "给这一件加文件…", "file-plus", ("Ctrl+Shift+A",), "再扫的几页、背面、附件"),
    ActionSpec("item.join", MATERIAL, "并成一件…", "git-merge", ("Ctrl+Shift+M",), "选中的几件，或与另一件，并成一件"),
    ActionSpec("item.history", MATERIAL, "修改历史", "history", ("Ctrl+H",), "看谁在什么时候改了什么"),
    ActionSpec(
        "item.recognise",
        MATERIAL,
        "识别扫描件上的字…",
        "text-recognition",
        ("Ctrl+Shift+O",),
        "在本机认出印刷字，成一份草稿，核对后放进录文或正文",
    ),
    ActionSpec("text.versions", MATERIAL, "正文的版本…", "columns", ("Ctrl+Shift+H",), "任两版对照，取回一版或一段"),
    ActionSpec("text.word_out", MATERIAL, "正文写成 Word…", "file-export", ("Ctrl+Shift+W",), "给作者在 Word 里改、核"),
    ActionSpec(
        "text.word_back", MATERIAL, "取回 Word 稿…", "file-import", ("Ctrl+Shift+R",), "对照改了什么，一处一处取"
    ),
    ActionSpec(
        "text.check",
        MATERIAL,
        "检查正文",
        "checks",
        ("Ctrl+Shift+J",),
        "繁简、标点、数字、日期、人名、规范用语，列在正文旁边",
        checkable=True,
    ),
    ActionSpec("text.next_remark", MATERIAL, "检查、修订：下一处", "chevron-down", ("Alt+PgDown",), "到列出来的下一处"),
    ActionSpec("text.previous_remark", MATERIAL, "检查、修订：上一处", "chevron-up", ("Alt+PgUp",), "到列出来的上一处"),
    ActionSpec(
        "text.track", MATERIAL, "三校修订", "edit", ("Ctrl+Shift+E",), "在校对的正文里写，就是提改动", checkable=True
    ),
    ActionSpec("text.accept", MATERIAL, "采纳这一处改动", "check", ("Alt+Y",), "照改，记入流程记录"),
    ActionSpec("text.refuse", MATERIAL, "不采纳这一处改动", "x", ("Alt+N",), "不改，留在记录里"),
    ActionSpec("text.comment", MATERIAL, "写批注", "messages", ("Ctrl+Alt+M",), "在选中的话旁边写一条，不印出来"),
    ActionSpec("text.comments", MATERIAL, "批注", "", ("Ctrl+Alt+N",), "显示或收起正文旁边的批注", checkable=True),
    ActionSpec("text.next_comment", MATERIAL, "下一条批注", "", ("Ctrl+Alt+PgDown",), "到正文的下一条批注"),
    ActionSpec("text.previous_comment", MATERIAL, "上一条批注", "", ("Ctrl+Alt+PgUp",), "到正文的上一条批注"),
    ActionSpec(
        "road.step",
        MATERIAL,
        "办下一步",
        "send",
        ("Ctrl+Shift+Return",),
        "只有一步就办，有几步的到按钮上",
    ),
    ActionSpec("road.turn", MATERIAL, "轮到我的…", "clipboard-check", ("Ctrl+J",), "看哪些资料等着我来办"),
    ActionSpec(
        "item.trash",
        MATERIAL,
        "移到回收站",
        "trash",
        ("Delete",),
        "删掉选中的资料，可以取回",
        separator=True,
        local=True,
    ),
    ActionSpec("item.restore", MATERIAL, "从回收站取回", "trash-off", (), "把删掉的放回来"),
    ActionSpec("card.merge", MATERIAL, "与另一张卡片合并…", "git-merge", ("Ctrl+M",), "同一个人有两张卡片时"),
    ActionSpec(
        "card.doubles", MATERIAL, "像是同一个的卡片…", "users", (), "同名、别名相同的卡片，一对一对看是不是同一个"
    ),
    ActionSpec("card.dates", MATERIAL, "核对生卒…", "users", (), "生卒年与自身、与资料的时间对不上的，列在一起"),
    ActionSpec("oral.segment", ORAL, "新的一段", "plus", ("F12",), "从录音现在的这一秒起，加一段转写"),
    ActionSpec("oral.time", ORAL, "记时间", "clock", ("F11",), "段首：起点记为现在；段中：在光标处写下现在的时间"),
    ActionSpec("oral.point", ORAL, "新的索引点", "bookmark", ("Ctrl+F12",), "在现在的这一秒立一个内容索引点"),
    ActionSpec(
        "oral.split",
        ORAL,
        "从光标处拆开",
        "cut",
        ("Ctrl+Return", "Ctrl+Enter"),
        "一段变两段，时间跟着分",
        separator=True,
        local=True,
    ),
    ActionSpec(
        "oral.join", ORAL, "并入上一段", "git-merge", ("Ctrl+Backspace",), "光标在段首时，两段并成一段", local=True
    ),
    ActionSpec("oral.up", ORAL, "上移一段", "chevron-up", ("Alt+Shift+Up",), "话移上去，时间不动", local=True),
    ActionSpec("oral.down", ORAL, "下移一段", "chevron-down", ("Alt+Shift+Down",), "话移下去，时间不动", local=True),
    ActionSpec("oral.delete", ORAL, "删除这一段", "trash", ("Alt+Shift+Delete",), "选中了几段就删几段", local=True),
    ActionSpec(
        "oral.start", ORAL, "起点记为现在", "", ("Ctrl+[",), "起点是录音现在的这一秒", separator=True, local=True
    ),
    ActionSpec("oral.end", ORAL, "止点记为现在", "", ("Ctrl+]",), "止点是录音现在的这一秒", local=True),
    ActionSpec("oral.earlier", ORAL, "起点早 0.1 秒", "", ("Alt+Left",), "相接的上一段跟着动", local=True),
    ActionSpec("oral.later", ORAL, "起点晚 0.1 秒", "", ("Alt+Right",), "相接的上一段跟着动", local=True),
    ActionSpec("oral.end_earlier", ORAL, "止点早 0.1 秒", "", ("Alt+Shift+Left",), "相接的下一段跟着动", local=True),
    ActionSpec("oral.end_later", ORAL, "止点晚 0.1 秒", "", ("Alt+Shift+Right",), "相接的下一段跟着动", local=True),
    ActionSpec("oral.retime", ORAL, "调整多段的时间…", "timeline", (), "整体平移，或按两点拉伸"),
    ActionSpec(
        "oral.speakers", ORAL, "说话人…", "users", ("Ctrl+Alt+R",), "改称呼、连人物卡", separator=True, local=True
    ),
    ActionSpec("oral.recording", ORAL, "是哪段录音的…", "microphone", (), "几盘磁带、几次采访的，各归各的", local=True),
    ActionSpec("oral.public", ORAL, "这一段：公开", "eye", ("Ctrl+Alt+G",), "再按一次，随全件", local=True),
    ActionSpec("oral.internal", ORAL, "这一段：内部", "lock-open", ("Ctrl+Alt+N",), "再按一次，随全件", local=True),
    ActionSpec("oral.restricted", ORAL, "这一段：控制", "lock", ("Ctrl+Alt+K",), "再按一次，随全件", local=True),
    ActionSpec("oral.note", ORAL, "这一段的附注…", "note", ("Ctrl+Alt+Z",), "方言词的意思、听不清的地方", local=True),
    ActionSpec(
        "oral.mandarin",
        ORAL,
        "普通话栏",
        "language",
        ("Ctrl+Alt+P",),
        "方言原话旁边写普通话",
        checkable=True,
        separator=True,
        local=True,
    ),
    ActionSpec(
        "oral.index", ORAL, "内容索引栏", "list-details", ("Ctrl+Alt+I",), "索引点列在旁边", checkable=True, local=True
    ),
    ActionSpec("oral.click", ORAL, "点哪儿听哪儿", "headphones", (), "点一段话，就从那里放", checkable=True),
    ActionSpec(
        "spoken.across",
        ORAL,
        "原话和整理稿对着看",
        "arrows-maximize",
        ("Ctrl+F8",),
        "从正文的一段到它的原话，再按回来",
        separator=True,
    ),
    ActionSpec("spoken.edited", ORAL, "从转写稿做整理稿…", "file-text", (), "选中的段或全部，每一段记着出自录音哪里"),
    ActionSpec("spoken.link", ORAL, "整理稿连到录音", "bookmark", (), "已有正文：照字句找出每一段是录音的哪几段"),
    ActionSpec(
        "spoken.out",
        ORAL,
        "转写稿导出…",
        "file-export",
        (),
        "字幕、OHMS、TextGrid、Word 或文本，原话或普通话",
        separator=True,
    ),
    ActionSpec("spoken.draft", ORAL, "录音转文字（草稿）…", "microphone", (), "用自备的听写模型，在本机听出一份草稿"),
    ActionSpec("spoken.cut", ORAL, "录音剪去不外传的段…", "cut", (), "声音和转写稿一同剪，写成新文件，原件不动"),
    ActionSpec("go.materials", VIEW, "资料", "archive", ("Alt+1",), "到全部资料"),
    ActionSpec("go.authorities", VIEW, "人物地点", "users", ("Alt+2",), "到人物、地名、单位、事件的卡片"),
    ActionSpec("go.office", VIEW, "征集", "clipboard-list", ("Alt+3",), "到征集线索、专员、授权书"),
    ActionSpec("go.search", VIEW, "检索", "search", ("Alt+4",), "到检索的结果"),
    ActionSpec("go.volumes", VIEW, "编纂", "books", ("Alt+5",), "到书卷"),
    ActionSpec("go.figures", VIEW, "统计", "chart-bar", ("Alt+6",), "到按年、按专员、按片区的数目"),
    ActionSpec("view.list", VIEW, "列表", "list", ("Ctrl+1",), "一行一件", checkable=True, separator=True),
    ActionSpec("view.grid", VIEW, "卡片", "layout-grid", ("Ctrl+2",), "看照片和文稿的开头", checkable=True),
    ActionSpec("list.columns", VIEW, "列表的栏…", "columns", (), "列表里看哪些栏，自定栏目也行；先后、宽窄"),
    ActionSpec("list.go", VIEW, "跳到编号…", "arrow-right", ("Ctrl+G",), "写征集号或档号，列表跳到那一件"),
    ActionSpec("view.filters", VIEW, "筛选栏", "layout-sidebar", ("Ctrl+L",), "显示或收起左边的筛选", checkable=True),
    ActionSpec("search.next", VIEW, "下一处", "chevron-down", ("F3",), "到所找的话的下一处", separator=True),
    ActionSpec("search.previous", VIEW, "上一处", "chevron-up", ("Shift+F3",), "到所找的话的上一处"),
    ActionSpec("search.play", VIEW, "听这一处", "player-play", ("F8",), "从所找的话、光标所在的话那一秒放，再按停下"),
    ActionSpec("search.copy_cited", VIEW, "复制并注明出处", "quote", ("Ctrl+Shift+C",), "把选中的话连同出处复制下来"),
    ActionSpec("search.save", VIEW, "存下这次检索…", "bookmark", ("Ctrl+D",), "连同筛选存下，有新资料时提醒"),
    ActionSpec("search.read_alone", VIEW, "只看正文", "arrows-maximize", ("F9",), "收起列表，专心读", checkable=True),
    ActionSpec("sound.toggle", VIEW, "播放或暂停", "player-play", ("F4",), "放打开的录音，再按停下", separator=True),
    ActionSpec("sound.back", VIEW, "退回 5 秒", "player-skip-back", ("F5",), "再听一遍刚才的话"),
    ActionSpec("sound.on", VIEW, "前进 5 秒", "player-skip-forward", ("F6",), "跳过几句"),
    ActionSpec("sound.slower", VIEW, "放慢", "minus", ("F7",), "放得慢一些，声音的高低不变"),
    ActionSpec("sound.faster", VIEW, "放快", "plus", ("F10",), "放得快一些，声音的高低不变"),
    ActionSpec("sound.loop", VIEW, "循环一段", "repeat", ("Shift+F4",), "从这里起；再按，到这里止，反复听；三按，不再"),
    ActionSpec("view.larger", VIEW, "字号加大", "zoom-in", ("Ctrl++", "Ctrl+="), "全部文字大一级", separator=True),
    ActionSpec("view.smaller", VIEW, "字号减小", "zoom-out", ("Ctrl+-",), "全部文字小一级"),
    ActionSpec("view.normal", VIEW, "原来的字号", "zoom-reset", ("Ctrl+0",), "回到 100%"),
    ActionSpec("view.dark", VIEW, "深色", "moon", ("Ctrl+Shift+D",), "换成夜里用的深色", checkable=True),
    ActionSpec("help.handbook", HELP, "使用手册", "book", ("Shift+F1",), "按要做的事来查，开在窗口旁边"),
    ActionSpec("help.keys", HELP, "按键一览", "keyboard", ("F1",), "全部动作和它们的按键"),
    ActionSpec("app.settings", HELP, "设置…", "settings", ("Ctrl+,",), "姓名、字号、明暗、录音的按键"),
    ActionSpec("help.diagnosis", HELP, "诊断包…", "package", (), "出了毛病请人看：版本和数目，没有内容和人名"),
    ActionSpec("help.about", HELP, "关于存史", "info-circle", (), "版本与许可"),
)


class Actions(QObject):
    """The table as ``QAction``s; every one of them calls ``dispatch`` with its identifier."""

    def __init__(self, window: QWidget, dispatch: Callable[[str], None], specs: Iterable[ActionSpec] = ACTIONS) -> None:
        super().__init__(window)
        there = {"spoken.draft": speech_there, "item.recognise": recogniser_there, "photo.faces": library_there}
        self.specs = tuple(spec for spec in specs if spec.id not in there or there[spec.id]())
        self._actions: dict[str, QAction] = {}
        for spec in self.specs:
            action = QAction(_(spec.text), window)
            action.setObjectName(spec.id)
            # a widget shortcut of the window itself never fires: it is there to be read in the menu
            context = Qt.ShortcutContext.WidgetShortcut if spec.local else Qt.ShortcutContext.WindowShortcut
            action.setShortcutContext(context)
            action.setCheckable(spec.checkable)
            action.setIconVisibleInMenu(False)
            if spec.help:
                action.setStatusTip(_(spec.help))
            action.setAutoRepeat(spec.id not in _ONCE)
            action.triggered.connect(lambda _checked=False, name=spec.id: dispatch(name))
            self._actions[spec.id] = action
            window.addAction(action)
        self._show_finder()
        finder().changed.connect(self._show_finder)
        self._take_keys()
        keys().changed.connect(self._take_keys)
        self._mouse = MouseKeys(window, self.__getitem__)
        self.refresh_icons()
        theme().changed.connect(self.refresh_icons)

    def _show_finder(self) -> None:
        """What needs a model of the person's own is seen once there is one."""
        if "photo.faces" in self._actions:
            self._actions["photo.faces"].setVisible(finder().there)

    def _take_keys(self) -> None:
        """The keys that hold now: the table's, or those a person set."""
        self.specs = tuple(replace(spec, keys=keys().of(spec.id)) for spec in self.specs)
        for spec in self.specs:
            action = self._actions[spec.id]
            action.setShortcuts([QKeySequence(key) for key in spec.keys if not is_mouse(key)])
            if spec.help:
                action.setToolTip(f"{_(spec.help)}{keys_words(spec)}")

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[ActionSpec]:
        return iter(self.specs)

    def refresh_icons(self) -> None:
        """Draw the icons in the palette that holds now."""
        for spec in self.specs:
            if spec.icon:
                self._actions[spec.id].setIcon(theme().icon(spec.icon))

    def fill(self, bar: QMenuBar, submenus: dict[str, QMenu]) -> list[QMenu]:
        """Fill a menu bar in the table's order; an action named in ``submenus`` becomes that menu."""
        menus: list[QMenu] = []
        for group in GROUPS:
            menu = bar.addMenu(_(group))
            menus.append(menu)
            for spec in self.specs:
                if spec.group != group:
                    continue
                if spec.separator:
                    menu.addSeparator()
                if spec.id in submenus:
                    submenus[spec.id].setTitle(_(spec.text))
                    menu.addMenu(submenus[spec.id])
                else:
                    menu.addAction(self._actions[spec.id])
        return menus


_ONCE = ("sound.toggle", "sound.loop")
"""What holding the key down does not do again and again: a pedal is held down."""
_KEY_WORDS = {
    "Return": "回车",
    "Enter": "回车",
    "Delete": "Delete 键",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "PgUp": "PgUp",
    "PgDown": "PgDn",
    "Backspace": "退格",
    "Media Play": "播放键",
    "Media Pause": "暂停键",
    "Media Stop": "停止键",
    "Media Previous": "上一曲键",
    "Media Next": "下一曲键",
    "Toggle Media Play/Pause": "播放暂停键",
    "Back": "后退键",
    "Forward": "前进键",
    "Mouse3": "鼠标中键",
    "Mouse4": "鼠标后退键",
    "Mouse5": "鼠标前进键",
    "Mouse6": "鼠标 6 键",
    "Mouse7": "鼠标 7 键",
    "Mouse8": "鼠标 8 键",
}


def key_words(key: str) -> str:
    """``Ctrl+K`` stays, ``Return`` is 回车: what stands on a Chinese keyboard's keys."""
    return "+".join(_KEY_WORDS.get(part, part) for part in key.split("+")) if key != "Ctrl++" else "Ctrl 和 ＋"


def keys_words(spec: ActionSpec) -> str:
    """The first key in brackets, or nothing."""
    return f"（{key_words(spec.keys[0])}）" if spec.keys else ""
