"""
Groups of accounts that are alike in value, potential, needs and rhythm (methods 18 and 23; source 002).

``segmentation.found`` fits one, ``kept`` writes its model into the workbook, ``assigning`` says on any day where an account belongs.
Nobody's segment is stored: it follows from the model and the figures of the day.
"""
