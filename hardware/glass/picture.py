"""Pictures that are shown as they are, or a whole number of times larger."""

from kivy.graphics.texture import Texture


def picture(pixels: bytes, size: tuple[int, int], *, colours: str = "rgba") -> Texture:
    """`pixels`, lowest row first ("rgb" or "rgba"), of this width and height, on the graphics card.

    No pixel is mixed with its neighbours: where a processor paints, that takes half the time.
    """
    texture = Texture.create(size=size, colorfmt=colours)
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(pixels, colorfmt=colours, bufferfmt="ubyte")
    return texture
