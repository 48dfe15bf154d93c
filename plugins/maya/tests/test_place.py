"""Results in the scene."""

from __future__ import annotations

from pathlib import Path

from maya import cmds
from pegbar_maya import install
from pegbar_maya.client import ColourSpace, PegbarError

from .maya_case import MayaCase

PLANE = "HARBOR_sq010_sh010_picture_v001"


class ImagePlaneTest(MayaCase):
    def test_a_picture(self) -> None:
        result = self.make_result([None])
        placed = self.host.place(result, "image_plane")
        self.assertEqual((placed.updated, placed.names, placed.note), (False, (PLANE,), ""))
        shape = f"{PLANE}Shape"
        self.assertEqual(cmds.ls(shape, long=True), [f"{self.camera}->|{PLANE}|{shape}"])
        self.assertEqual(self.attribute(f"{shape}.imageName"), result.files[0].path.as_posix())
        self.assertFalse(self.attribute(f"{shape}.useFrameExtension"))
        self.assertEqual(
            [self.attribute(f"{shape}.pegbar_{name}") for name in ("key", "version", "request")],
            ["HARBOR/sq010/sh010/picture", "v001", "request-1"],
        )
        self.assertEqual((self.attribute(f"{shape}.colorSpace"), self.attribute(f"{shape}.fit")), ("sRGB", 1))

    def test_it_can_be_undone_in_one_step(self) -> None:
        self.host.place(self.make_result([None]), "image_plane")
        self.assertEqual(self.scene.undo_queue, ["Place HARBOR_sq010_sh010_picture.v001"])
        self.assertEqual(self.scene.open_chunks, 0)

    def test_a_new_version_updates_in_place_and_keeps_what_the_artist_set(self) -> None:
        self.host.place(self.make_result([None]), "image_plane")
        cmds.setAttr(f"{PLANE}Shape.fit", 3)
        placed = self.host.place(self.make_result([1, 2, 3], version=2), "image_plane")
        self.assertEqual((placed.updated, placed.names), (True, ("HARBOR_sq010_sh010_picture_v002",)))
        self.assertEqual(len(cmds.ls(type="imagePlane")), 1)
        shape = "HARBOR_sq010_sh010_picture_v002Shape"
        self.assertEqual((self.attribute(f"{shape}.fit"), self.attribute(f"{shape}.pegbar_version")), (3, "v002"))
        # And back to a picture.
        self.host.place(self.make_result([None], version=3), "image_plane")
        self.assertFalse(self.attribute("HARBOR_sq010_sh010_picture_v003Shape.useFrameExtension"))

    def test_frames_are_shown_at_their_time_and_gaps_hold(self) -> None:
        result = self.make_result([11, 12, 15])
        placed = self.host.place(result, "image_plane")
        self.assertEqual(placed.note, "Frames 13, 14 hold the picture before.")
        shown = {frame: self.content(frame) for frame in (1, 11, 12, 13, 14, 15, 99)}
        files = {file.frame: file.path.read_bytes() for file in result.files}
        self.assertEqual(
            shown, {1: files[11], 11: files[11], 12: files[12], 13: files[12], 14: files[12], 15: files[15], 99: files[15]}
        )

    def test_negative_frames(self) -> None:
        result = self.make_result([-2, -1, 0])
        self.host.place(result, "image_plane")
        self.assertEqual(self.content(-2), result.files[0].path.read_bytes())
        self.assertEqual(self.content(0), result.files[2].path.read_bytes())

    def test_other_frames_of_a_new_version(self) -> None:
        self.host.place(self.make_result([1, 2, 3]), "image_plane")
        result = self.make_result([101, 102], version=2)
        self.host.place(result, "image_plane")
        self.assertEqual(self.content(102, "HARBOR_sq010_sh010_picture_v002Shape"), result.files[1].path.read_bytes())
        self.assertEqual(len(cmds.ls(type="expression")), 1)

    def test_the_artists_own_time_stays(self) -> None:
        self.host.place(self.make_result([1, 2]), "image_plane")
        node = cmds.shadingNode("file", asTexture=True)
        cmds.connectAttr(f"{node}.frameOffset", f"{PLANE}Shape.frameExtension")
        self.host.place(self.make_result([1, 2], version=2), "image_plane")
        shape = cmds.ls("HARBOR_sq010_sh010_picture_v002Shape", long=True)[0]
        self.assertEqual(self.scene.connections[f"{shape}.frameExtension"], "file1.frameOffset")

    def test_scene_linear(self) -> None:
        self.host.place(self.make_result([None], colour=ColourSpace.LINEAR), "image_plane")
        self.assertEqual(self.attribute(f"{PLANE}Shape.colorSpace"), "scene-linear Rec.709-sRGB")
        self.scene.colour_spaces = ["ACEScg"]
        self.host.place(self.make_result([None], version=2), "image_plane")
        self.assertEqual(self.attribute("HARBOR_sq010_sh010_picture_v002Shape.colorSpace"), "scene-linear Rec.709-sRGB")

    def content(self, frame: int, shape: str = f"{PLANE}Shape") -> bytes:
        return Path(self.scene.file_shown(shape, "imageName", frame)).read_bytes()


class TextureTest(MayaCase):
    def test_a_texture_keeps_its_connections(self) -> None:
        placed = self.host.place(self.make_result([1, 2]), "texture")
        self.assertEqual(placed.names, (PLANE,))
        self.assertEqual(self.scene.connections[f"{PLANE}.uvCoord"], "place2dTexture1.outUV")
        placed = self.host.place(self.make_result([1, 2], version=2), "texture")
        self.assertTrue(placed.updated)
        self.assertEqual(len(cmds.ls(type="file")), 1)
        self.assertEqual(self.scene.connections["HARBOR_sq010_sh010_picture_v002.uvCoord"], "place2dTexture1.outUV")


class RefusedTest(MayaCase):
    def test_what_is_missing_leaves_the_scene_as_it_was(self) -> None:
        result = self.make_result([1, 2])
        before = self.scene.dump()
        result.files[1].path.unlink()
        with self.assertRaisesRegex(PegbarError, "Cannot read .*picture.0002.png.*Download the result again"):
            self.host.place(result, "image_plane")
        result.files[1].path.write_bytes(b"")
        with self.assertRaisesRegex(PegbarError, "is empty"):
            self.host.place(result, "texture")
        with self.assertRaisesRegex(PegbarError, "Maya has no placement compositor"):
            self.host.place(self.make_result([None]), "compositor")
        self.assertEqual(self.scene.dump(), before)

    def test_without_a_camera(self) -> None:
        for name in ("persp", "renderCam"):
            cmds.setAttr(f"{name}Shape.renderable", False)
        with self.assertRaisesRegex(PegbarError, "The scene has no camera. Add a camera"):
            self.host.place(self.make_result([None]), "image_plane")


class InstallTest(MayaCase):
    def test_menu_and_shelf_are_made_once(self) -> None:
        for _start in range(2):
            install.install()
        self.assertEqual(self.scene.menus, {"PegbarMenu": ["Open Panel", "Preferences…"]})
        self.assertEqual(self.scene.shelves, {"Pegbar": ["Pegbar"]})


class BatchInstallTest(MayaCase):
    is_batch = True

    def test_without_an_interface_there_is_nothing_to_add(self) -> None:
        install.install()
        self.assertEqual((self.scene.menus, self.scene.shelves), ({}, {}))
