"""The drawn images: organisation chart, process map, mock certificate. Redrawn only when a font is given."""

from __future__ import annotations

from pathlib import Path

IMAGES = ("org-chart.png", "process-map.png", "information-security-certificate.png")
NOTE = "虚构示例 · Fictional example: this company does not exist"
SIZE = (1000, 620)
INK, EDGE, FILL = "#1f2937", "#3b6ea5", "#e8f0f8"

Box = tuple[int, int, int, int, str]
ORG_BOXES: tuple[Box, ...] = (
    (400, 60, 200, 56, "董事会"),
    (400, 160, 200, 56, "总经理"),
    (90, 160, 200, 56, "审计与风险委员会"),
    (30, 300, 170, 56, "营销中心"),
    (225, 300, 170, 56, "研发中心"),
    (415, 300, 170, 56, "运营中心"),
    (615, 300, 170, 56, "质量管理部"),
    (810, 300, 170, 56, "财务与人力"),
    (330, 440, 170, 70, "云港工厂\n700人"),
    (520, 440, 170, 70, "临溪工厂\n338人"),
)
ORG_LINES = (
    (500, 116, 500, 160),
    (290, 188, 400, 188),
    (500, 216, 500, 258),
    (115, 258, 895, 258),
    *((x, 258, x, 300) for x in (115, 310, 500, 700, 895)),
    (500, 356, 500, 400),
    (415, 400, 605, 400),
    (415, 400, 415, 440),
    (605, 400, 605, 440),
)
MAP_BOXES: tuple[Box, ...] = (
    (120, 70, 230, 60, "战略与经营计划"),
    (385, 70, 230, 60, "管理评审与改进"),
    (650, 70, 230, 60, "风险与合规"),
    (40, 240, 160, 90, "需求与\n订单评审"),
    (230, 240, 160, 90, "产品与\n过程设计"),
    (420, 240, 160, 90, "采购与\n制造"),
    (610, 240, 160, 90, "检验与\n交付"),
    (800, 240, 160, 90, "服务与\n投诉处理"),
    (120, 440, 230, 60, "人力与培训"),
    (385, 440, 230, 60, "设备与基础设施"),
    (650, 440, 230, 60, "信息与知识"),
)
MAP_LINES = ((200, 285, 230, 285), (390, 285, 420, 285), (580, 285, 610, 285), (770, 285, 800, 285))
CERTIFICATE = (
    (90, 40, "示例证书 SAMPLE CERTIFICATE"),
    (200, 30, "信息安全管理体系（虚构，无效）"),
    (270, 26, "华东精密制造有限公司"),
    (320, 22, "Huadong Precision Manufacturing Co., Ltd. (fictional)"),
    (400, 24, "范围：研发数据与客户资料的管理"),
    (445, 24, "有效期至 2025-09-30 · valid until 2025-09-30"),
    (500, 22, "编号 EXAMPLE-0000 · 本图仅为演示，不构成任何认证"),
)


def draw_images(out: Path, font: Path) -> None:
    """Draw all images with a font file that has Chinese glyphs (the first face of a collection)."""
    from PIL import Image, ImageDraw, ImageFont

    def face(size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(font), size, index=0)

    def canvas(title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        image = Image.new("RGB", SIZE, "white")
        draw = ImageDraw.Draw(image)
        draw.text((20, 14), title, font=face(22), fill=INK)
        draw.text((20, SIZE[1] - 36), NOTE, font=face(17), fill="#9a3412")
        return image, draw

    def save(image: Image.Image, name: str) -> None:
        image.convert("P", palette=Image.Palette.ADAPTIVE, colors=16).save(out / name, optimize=True)

    charts = (
        (IMAGES[0], "组织机构图 2025-12", ORG_BOXES, ORG_LINES),
        (IMAGES[1], "过程地图", MAP_BOXES, MAP_LINES),
    )
    for name, title, boxes, lines in charts:
        image, draw = canvas(title)
        for line in lines:
            draw.line(line, fill=EDGE, width=2)
        for x, y, width, height, text in boxes:
            draw.rectangle((x, y, x + width, y + height), fill=FILL, outline=EDGE, width=2)
            centre = (x + width / 2, y + height / 2)
            draw.multiline_text(centre, text, font=face(22), fill=INK, anchor="mm", align="center")
        save(image, name)
    image, draw = canvas("")
    draw.rectangle((14, 14, SIZE[0] - 14, SIZE[1] - 50), outline=EDGE, width=4)
    for y, size, text in CERTIFICATE:
        draw.text((SIZE[0] / 2, y), text, font=face(size), fill=INK, anchor="mm")
    save(image, IMAGES[2])
