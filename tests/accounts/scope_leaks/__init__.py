"""Whether anything of one community comes out, or can be changed, by any address for staff of another.

``rows`` makes a row of every model, ``town`` two communities of them, ``addresses`` lists what can be
opened, ``visits`` opens it and notes what was seen and written, ``attacks`` lists what can be sent.
"""
