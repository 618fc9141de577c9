"""SCORM packages as tools write them, good and bad."""

import io
import zipfile

OLD_PAGE = "<!DOCTYPE html><html><head><title>Course</title></head><body><p>Course</p></body></html>"
OLD_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="fire" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Fire course</title>
    <item identifier="i1" identifierref="r1" parameters="?lang=zh">
      <title>Part one</title><adlcp:masteryscore>80</adlcp:masteryscore>
      <adlcp:datafromlms>hello</adlcp:datafromlms></item>
  </organization></organizations>
  <resources><resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="pages/start.html">
    <file href="pages/start.html"/></resource></resources>
</manifest>"""
NEW_MANIFEST = """<?xml version="1.0"?>
<manifest identifier="law" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Law course</title>
    <item identifier="head"><title>Chapter</title>
      <item identifier="a" identifierref="ra"><title>A</title><imsss:sequencing><imsss:objectives>
        <imsss:primaryObjective satisfiedByMeasure="true">
          <imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure>
        </imsss:primaryObjective></imsss:objectives></imsss:sequencing></item>
      <item identifier="b" identifierref="rb"><title>B</title></item></item>
  </organization></organizations>
  <resources xml:base="content/">
    <resource identifier="ra" type="webcontent" adlcp:scormType="sco" href="a.html"/>
    <resource identifier="rb" type="webcontent" adlcp:scormType="sco" href="b.html"/>
  </resources>
</manifest>"""
OLD = {"imsmanifest.xml": OLD_MANIFEST, "pages/start.html": OLD_PAGE, "pages/film.mp4": b"0123456789" * 100}
NEW = {"imsmanifest.xml": NEW_MANIFEST, "content/a.html": OLD_PAGE, "content/b.html": OLD_PAGE}


def packed(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def form(data: bytes, **facts: str) -> dict:
    return {
        "data": {"file": (io.BytesIO(data), "course.zip"), **facts},
        "content_type": "multipart/form-data",
    }
