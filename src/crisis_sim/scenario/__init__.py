"""What an author writes: a folder of YAML, read strictly and checked against one model; each fault at its place.

    from crisis_sim.scenario.loading import load

    scenario, document = load("new_years_eve")

`models` (with `constructs`, `happenings` and `minds`) is the language. `text` reads a file, `reading` a folder,
`checking` fits what was read to the model, `schema` tells editors about it. `document.place(path)` says where a value
was written.
"""
