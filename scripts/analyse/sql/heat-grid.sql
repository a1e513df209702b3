-- How long each cell of each page was looked at: every participant weighs the same, however long they looked.
-- Cells are 16 px of the document. Blur the grid by the spread of the gaze to draw it.
WITH cells AS (
  SELECT url, participant,
    CAST(floor(xDocumentPx / 16) AS INTEGER) AS cellX,
    CAST(floor(yDocumentPx / 16) AS INTEGER) AS cellY,
    sum(durationMs) AS dwellMs
  FROM fixations
  WHERE xDocumentPx IS NOT NULL
  GROUP BY ALL
),
shares AS (
  SELECT *, dwellMs / sum(dwellMs) OVER (PARTITION BY url, participant) AS ownShare
  FROM cells
),
pages AS (
  SELECT url, count(DISTINCT participant) AS participants FROM cells GROUP BY url
)
SELECT url, cellX, cellY,
  sum(dwellMs) AS dwellMs,
  sum(ownShare) / any_value(participants) AS share,
  count(*) AS lookedParticipants,
  any_value(participants) AS participants
FROM shares JOIN pages USING (url)
GROUP BY url, cellX, cellY
ORDER BY url, share DESC, cellY, cellX;
