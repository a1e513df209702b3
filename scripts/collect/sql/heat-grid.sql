-- How long each cell of each page was looked at in each task: every participant weighs the same, however long they looked.
-- Cells are 16 px of the document; blur the grid by the spread of the gaze to draw it.
WITH cells AS (
  SELECT study, task, page, participant,
    CAST(floor(xDocumentPx / 16) AS INTEGER) AS cellX,
    CAST(floor(yDocumentPx / 16) AS INTEGER) AS cellY,
    sum(durationMs) AS dwellMs,
    count(*) AS fixationCount
  FROM fixations
  WHERE xDocumentPx IS NOT NULL AND yDocumentPx IS NOT NULL
  GROUP BY study, task, page, participant,
    CAST(floor(xDocumentPx / 16) AS INTEGER),
    CAST(floor(yDocumentPx / 16) AS INTEGER)
),
people AS (
  SELECT study, task, page, participant, sum(dwellMs) AS dwellMs
  FROM cells
  GROUP BY study, task, page, participant
),
pages AS (
  SELECT study, task, page, count(*) AS participants
  FROM people
  GROUP BY study, task, page
)
SELECT cells.study AS study, cells.task AS task, cells.page AS page, cellX, cellY,
  sum(cells.dwellMs) AS dwellMs,
  sum(cells.dwellMs / people.dwellMs) / max(pages.participants) AS heatShare,
  sum(fixationCount) AS fixationCount,
  count(*) AS lookedParticipants,
  max(pages.participants) AS participants
FROM cells
JOIN people
  ON people.study = cells.study AND people.task = cells.task AND people.page = cells.page
  AND people.participant = cells.participant
JOIN pages
  ON pages.study = cells.study AND pages.task = cells.task AND pages.page = cells.page
WHERE people.dwellMs > 0
GROUP BY cells.study, cells.task, cells.page, cellX, cellY
ORDER BY study, task, page, heatShare DESC, cellY, cellX;
