-- For each area, over participants who had it before them: which share looked at it, and the mean, standard deviation and number
-- of its dwell and time to first fixation. A participant's sessions are averaged first.
WITH people AS (
  SELECT aoi, any_value(aoiName) AS aoiName, participant,
    max(fixationCount) > 0 AS looked,
    avg(fixationDwellMs) AS fixationDwellMs,
    avg(fixationCount) AS fixationCount,
    avg(timeToFirstFixationMs) AS timeToFirstFixationMs
  FROM aois
  WHERE exposureMs > 0
  GROUP BY aoi, participant
)
SELECT aoi, any_value(aoiName) AS aoiName,
  count(*) AS participants,
  count(*) FILTER (WHERE looked) AS looked,
  100.0 * count(*) FILTER (WHERE looked) / count(*) AS lookedPct,
  avg(fixationDwellMs) AS fixationDwellMsMean,
  stddev_samp(fixationDwellMs) AS fixationDwellMsSd,
  avg(fixationCount) AS fixationCountMean,
  count(timeToFirstFixationMs) AS timeToFirstFixationMsN,
  avg(timeToFirstFixationMs) AS timeToFirstFixationMsMean,
  stddev_samp(timeToFirstFixationMs) AS timeToFirstFixationMsSd
FROM people
GROUP BY aoi
ORDER BY aoi;
