"""The words that stand over the columns of real lists, and the fields they mean.

After the lists an office keeps: 件目录 (DA/T 22-2015), 照片目录, 录音录像目录, 稿件登记表, 征集登记表, and lists of
people, places, commissioners and leads. Words are compared folded: a list in traditional characters is understood too.
"""

from __future__ import annotations

import re
from functools import cache

from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field
from archive_app.hanzi.folding import fold

IGNORED = "-"
"""The target of a column that is left out on purpose (序号)."""
UNMAPPED = ""
"""The target of a column nobody has decided about: left out, and said so."""
FILE = "file"
"""The target of a column of file names."""
KIND = "kind"
"""The target of a column that says the kind of material."""
PLACE, PEOPLE = "place", "people"
"""Where and who, as words: the field depends on the kind."""
UNIT = "unit"
"""The target of a column that says in which 案卷 an item stands, as a path of numbers."""
ID = "id"
"""The target of the column by which a list that this program wrote names its items."""
LIFE = "life"
"""The target of a column that holds a person's birth and death together (``1931—2005``)."""

SURE, LIKELY, GUESS = 0.95, 0.7, 0.5

_ITEM = """
-: 序号 序 顺序号 行号 No 编次 项次 缩略图
-: 存史征集号 存史档号 存史状态 存史字数 存史人名 存史单位 存史事件
id: 存史编号
unit: 存史案卷 案卷路径 所属案卷 全宗类卷
photographer: 照片摄影者
supplied_by: 照片供图
owner_of_print: 照片持有人
persons: 人名卡片
places: 地名卡片
secrecy: 密级标识
title: 题名 标题 名称 篇名 文章题目 稿件名称 作品名称 照片题名 材料名称 资料名称 档案名称 文件题名 案卷题名 篇目
title: 题目 件名 品名 录音题名 实物名称 文献名称 资料题名 稿件标题 稿件题目 稿件题名 文章标题 文章名称 器物名称 藏品名称
title: 史料名称 史料题名 书名 访谈主题 访谈题目 采访题目 口述题目 录像题名 录音标题 照片标题 照片名称 录音名称 文稿题目
title_alt: 其他题名 副题 副题名 别题 又题 原题 原题名 副标题
received_no: 原编号 编号 档号 征集号 登记号 照片号 件号 档案编号 资料编号 稿件编号 来稿号 收稿号 藏品号 总登记号
received_no: 录音号 文献编号 入藏号 流水号 号码 顺序编号 资料号 图号 照片编号 数码照片号 电子文件号 录音编号 磁带编号
received_no: 载体编号 室编件号 馆编件号 盘号 来稿编号 登记编号 藏品编号 实物编号
fonds_no: 全宗号
category: 栏目 拟用栏目 专栏 拟刊栏目
series: 丛书 拟用辑 辑次 采用辑次
kind: 种类 类别 门类 材料类别 资料类别 类型 材料种类 资料种类 资料类型 载体类型 史料类别 史料形式 材料形式 史料类型
file: 文件名 文件 文件名称 电子文件名 图片文件名 照片文件名 附件名 录音文件 录音文件名 电子文件 图像文件名
file: 数字文件名 文件路径 存储路径 存放路径 对应文件 图片名 照片名
created: 时间 日期 形成时间 形成日期 拍摄时间 拍摄日期 摄制时间 摄制日期 照片时间 录制时间 录音时间 采访时间
created: 采访日期 访谈时间 访谈日期 年代 制作年代 成文日期 产生时间 创作时间 拍摄年代 形成年代 摄影时间 录制日期
created: 录音日期 录像时间 录像日期 采集时间 采集日期 产生年代 制作时间 拍摄年月 形成年月 拍照时间 口述时间
written: 写作年月 写作时间 写作日期 成稿时间 撰稿时间 写作年代 成稿日期
dates: 所涉时间 涉及时间 内容时间 反映年代 史实时间 涉及年代 反映时间
place: 地点 拍摄地点 采访地点 访谈地点 录制地点 摄制地点 地名 拍摄地 所涉地点 涉及地点 产地 出土地点 所在地 发生地点
place: 录音地点 口述地点 采集地点 拍照地点
people: 人物 人名 照片人物 画面人物 主要人物 涉及人物 所涉人物 人物姓名 图中人物
responsibility.责任者: 责任者 责任人 形成者 著录责任者 单位或个人
responsibility.作者: 作者 撰稿人 撰稿 执笔 执笔人 著者 撰写人 撰文 作者姓名 供稿人 供稿 来稿人 投稿人
responsibility.口述者: 口述者 口述人 口述 讲述人 讲述者 受访人 受访者 被采访人 访谈对象 采访对象 被采集人 口述者姓名
responsibility.口述者: 亲历者 被访者 被访人 受访对象 被采访者
responsibility.采访者: 采访者 采访人 访谈人 访谈者 采集者 采集人 采访 主访 主访人
responsibility.整理者: 整理者 整理人 整理 记录整理 整理者姓名 记录人 记录者
responsibility.摄影者: 摄影者 摄影 摄影人 摄影师 拍摄者 拍摄人 摄制者 照相者 作者摄影 拍照人 照片作者
responsibility.翻拍者: 翻拍者 翻拍人 翻拍
responsibility.录文者: 录文者 录文人 转写人 转写者 誊写人
responsibility.捐赠者: 捐赠者 捐赠人 捐献人 捐献者
responsibility.提供者: 提供者 提供人 供图 供图者 供图人 持有人 收藏者 藏者 资料提供者 材料提供者 交件人 移交人
commissioner: 征集人 专员 文史专员 征集专员 经办专员 征集者 联系专员
received: 收到日期 收稿日期 登记日期 入藏日期 征集日期 征集时间 收稿时间 收件日期 登记时间 接收日期 入藏时间 来稿日期
received: 来稿时间 入库时间 入库日期 收集时间 收集日期 交稿时间 交稿日期
abstract: 提要 内容提要 摘要 内容 内容简介 主要内容 简介 内容摘要 事件要点 范围和提要 时间地点人物事件要点
abstract: 内容介绍 基本内容 梗概 史实梗概
caption: 文字说明 说明 图片说明 照片说明 说明文字 图说 画面说明 画面内容 照片内容
occasion: 事由 主题 照片主题 拍摄事由
background: 背景 背景说明
keywords: 主题词 关键词 标签
sanqin: 三亲 三亲属性
language: 语言 语种 文种 方言
script: 文字
source_channel: 来源方式 来源 征集方式 来稿方式 获取方式 资料来源 稿件来源 照片来源 史料来源
acquisition: 取得方式
provenance: 来源沿革 流传经过 来历 原件来源 保管沿革
carrier: 载体 载体形态 介质 载体形式
draft_form: 稿本
genesis: 生成方式
original_location: 原件存放 原件去向 存放位置 原件存放位置 保管地点 存放地点 原件所在 库位
original_location: 柜架号 库房位置 收藏单位 保管单位
copy_location: 复制件存放 复制件存放位置
retention: 保管期限 期限
access: 级别 公开级别 公开范围 查阅级别
open_status: 开放标识 开放状态
publicity: 公开属性
first_published: 首次发表 首次发表时间 最早发表 初次发表
protection: 保护期
copyright_holder: 著作权人 版权人 版权 著作权
credit_line: 署名
dimensions: 尺寸 规格 大小 规格尺寸 尺寸规格
material: 质地 材质
condition: 品相 完残 完残情况 保存状况 完残程度 完好程度
inscription: 铭文 题字 铭文与录文 录文
quantity: 数量 件数 张数
negative_no: 底片号 底片编号
cross_reference: 参见号 互见号
duration: 时长 录音时长 录像时长 时间长度 播放时长 总时长 录音长度 片长
recording_device: 设备 录音设备 采访设备 录制设备
present: 在场人 在场人员
sessions: 场次
author_note: 作者简介 作者身份 作者单位 作者单位及职务 作者职务
publication_history: 发表史 发表情况 刊发情况
picture_count: 图数 图片数 配图数 图幅
notes: 附注 备注 说明备注 其他 备考
notes: 字数 页数 页码 文号 密级 状态 退改次数 转写 开放 格式 幅数 页次 稿费 篇幅 采用情况 处理意见 经手人
notes: 年度 归档年度 归档单位 机构或问题 盒号 卷号 案卷号 册号 张号 目录号 全宗名称 文件格式 文件大小 采样率 附件
notes: 是否转写 转写情况 转录情况 整理情况 整理稿字数 授权情况 有无授权书 授权书 录音录像者 摄录者 摄像 录音人 采访提纲
notes: 责任编辑 初审意见 复审意见 终审意见 审稿意见 是否采用 体裁 题材 身份 是否愿捐赠 是否愿意捐赠 能否公开 是否公开
notes: 可否公开 价值 史料价值 征集地点
"""

_PERSON = """
-: 序号 序
name: 姓名 人名 名字 人物 人物姓名
aliases: 别名 字号 曾用名 又名 小名 乳名 笔名 字 号 别号 其他名 经名 藏语名 汉名 汉语名 学名 别称 艺名
gender: 性别
ethnicity: 民族
birth: 生年 出生 出生年月 出生日期 出生年份 出生时间 生日 生于 出生年月日
death: 卒年 逝世 去世 逝世时间 去世时间 卒于 逝世日期 卒年月 去世年月 去世日期
life: 生卒 生卒年 生卒年月 生卒时间 生卒年份
native_place: 籍贯 祖籍 出生地 原籍
roles: 身份 职务 职业 职称 单位及职务 单位职务 工作单位 工作单位及职务 身份职业 界别
biography: 小传 简介 简历 生平 人物简介 生平简介 备注 主要事迹 事迹 个人简历 主要经历
biography: 政治面貌 党派 学历 文化程度 关系 届次 委员届次
"""

_PLACE = """
-: 序号 序
name: 地名 标准名 标准地名 地名名称 村名 名称 现名 现用名 现地名 今名 标准名称 地名现称
aliases: 别名 旧称 曾用名 又名 旧名 俗称 原名 旧地名 曾用地名 历史地名 历史名称 别称 俗名 古称
type: 类型 类别 地名类别
parent: 上级 所属 所属乡镇 隶属 所在乡镇 所属街道 乡镇 所在政区 行政区划 所属区域
valid: 沿用时间 使用时间 使用年代 沿用年代 使用时段
note: 备注 说明 沿革 来历 地名由来 附注 简介 地名来历 地名含义 来历含义 历史沿革 位置 地理位置 经纬度
"""

_ORGANISATION = """
-: 序号 序
name: 单位 单位名称 机构名称 标准名 机构 厂名 全称 单位全称 企业名称 学校名称 店名 商号
aliases: 别名 简称 曾用名 旧称 俗称 又名 原名
type: 类型 类别 性质
parent: 上级 隶属 主管部门 主管单位 隶属关系
valid: 存续时间 起止时间 存在时间 起止年代 起止年月
note: 备注 说明 沿革 附注 简介 成立时间 撤销时间 地址 历史沿革
"""

_EVENT = """
-: 序号 序
name: 事件 事件名称 大事 名称 大事名称
aliases: 别名 俗称 口语叫法 别称
date: 时间 日期 年代 发生时间 起止时间 发生日期
status: 考订 性质
sources: 依据 出处 来源 资料来源
note: 备注 说明 附注 经过 内容 事件经过 大事内容 地点 发生地点
"""

_COMMISSIONER = """
-: 序号 序
name: 姓名 专员姓名 名字 专员
number: 聘号 聘书编号 编号 证号 聘书号 证书编号 证书号
aliases: 别名 曾用名
term: 聘期 任期 聘任时间 聘任期限 聘用期限 聘任起止 起止时间
unit: 单位 工作单位 所在单位 工作单位及职务 原工作单位及职务 单位及职务 原单位 原工作单位
areas: 片区 联系片区 负责片区 区域 联系乡镇 分工片区 责任片区 包片 包片乡镇
topics: 专题 研究方向 特长 征集方向 分工专题 研究专长 专长 主攻方向
device: 设备 使用设备 录音设备
"""

_LEAD = """
-: 序号 序
witness: 知情人 讲述人 姓名 口述者 采访对象 受访人 线索人 老人姓名 口述人 拟访对象 拟采访对象 受访者 受访对象
age: 年龄 年岁 岁数
topic: 题目 线索 线索内容 内容 主题 可谈内容 拟谈题目 史料线索 可讲内容 掌握史料 选题 主要内容 线索题目
area: 片区 所在片区 所在乡镇 所属乡镇
urgency: 缓急 紧急程度 轻重缓急 急缓 急缓程度 缓急程度 优先级
commissioner: 由谁去 负责人 专员 负责专员 采访人 联系人 拟派人员 拟派专员 承办人 走访人
planned: 计划时间 计划采访时间 拟访时间 拟走访时间
note: 备注 说明 附注 线索编号 性别 健康状况 身体状况 身份 职业 线索来源 线索提供人 提供人 出生年月
note: 走访情况 走访记录 采访情况 进展情况 完成情况
"""

_TABLES = {
    "item": _ITEM,
    "person": _PERSON,
    "place": _PLACE,
    "organisation": _ORGANISATION,
    "event": _EVENT,
    "commissioner": _COMMISSIONER,
    "lead": _LEAD,
}
ENTITIES = tuple(_TABLES)
"""What a list can be a list of."""

REQUIRED = {"item": "title", "lead": "witness"}
"""The field without which a row is nothing; ``name`` for the others."""

PRIVATE = ("电话", "手机", "联系方式", "身份证", "住址", "地址", "银行", "账号", "卡号", "微信", "邮箱")
"""Heads of columns about a person's private affairs: never proposed for a field that everyone reads."""

ASIDE = {
    "item": "notes",
    "person": "biography",
    "place": "note",
    "organisation": "note",
    "event": "note",
    "lead": "note",
}
"""Where what has no field of its own is written down, with its column's name before it."""

_ROWS = ("responsibility", "people")
_NO_FIELDS = (IGNORED, FILE, PLACE, PEOPLE, LIFE, ID, UNIT)
_WHO = ("responsibility", PEOPLE, "commissioner", "persons", "witness", "name")
_NAME_OF = re.compile(fold("(?:姓名|名称|名单)") + r"\Z")
_ABOUT = re.compile(fold("(?:情况|年龄|性别|身份|职务|单位|民族|籍贯|出生年月|生年|方式|意见|大小|格式|含义)") + r"\Z")
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_NOISE = re.compile(r"[\s*＊:：、，,。.／/·_\-—]+")


def plain(head: str) -> str:
    """A head's words to compare: folded, without brackets, spaces and punctuation."""
    return fold(_NOISE.sub("", _BRACKETS.sub("", head)))


@cache
def _synonyms(entity: str) -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    known = {field.name: field.label for field in entity_named(entity).fields if may_fill(field) or field.name in _ROWS}
    for line in _TABLES[entity].strip().splitlines():
        target, _, words = line.partition(": ")
        name = target.partition(".")[0]
        if name in known or name in _NO_FIELDS:
            for word in words.split():
                found.setdefault(plain(word), (target, SURE))
    for name, label in known.items():
        if plain(label) not in found and name != "person":
            found[plain(label)] = (name, SURE)
    return found


def may_fill(declared: Field) -> bool:
    """Whether a list's words can fill a field: not what the program writes, nor what has rows of its own."""
    by_words = ("commissioner", "persons", "places")
    return not declared.by_program and (
        declared.type.value not in ("rows", "manuscript", "link", "links") or declared.name in by_words
    )


@cache
def meaning(head: str, entity: str) -> tuple[str, float]:
    """(target, certainty from 0 to 1) of a column's head; ``UNMAPPED`` and 0 where the words say nothing."""
    word = plain(head)
    known = _synonyms(entity)
    if not word or any(mark in head for mark in PRIVATE):
        return UNMAPPED, 0.0
    found = known.get(word) or known.get(_NAME_OF.sub("", word))
    if found is not None:
        return found
    if len(word) > 16:
        return UNMAPPED, 0.0
    if _ABOUT.search(word):  # 口述者年龄 is no narrator, 整理情况 nobody who edits
        return (ASIDE[entity], GUESS) if entity in ASIDE else (UNMAPPED, 0.0)
    best = max(
        (synonym for synonym in known if len(synonym) >= 2 and synonym in word),
        key=lambda synonym: (word.endswith(synonym), len(synonym)),
        default="",
    )
    if not best or (not word.endswith(best) and known[best][0].startswith(_WHO)):
        return UNMAPPED, 0.0
    return known[best][0], LIKELY if word.endswith(best) else GUESS


@cache
def recognised(head: str) -> float:
    """How surely these words are a column's head, of any list."""
    return max(meaning(head, entity)[1] for entity in ENTITIES)
