-- What participants who had an area before them did with it, for each task and area: the share who looked, with Wilson's interval,
-- and the mean of each measure with Student's, both of 95 %. Who did not look has no time to a first fixation.
WITH shown AS (
  SELECT study, task, aoi, aoiName, fixationDwellMs, fixationCount, visits, shareOfTimePct, timeToFirstFixationMs,
    CASE WHEN fixationCount > 0 THEN 1 ELSE 0 END AS looked
  FROM aois
  WHERE exposureMs > 0
),
measured AS (
  SELECT study, task, aoi, 'fixationDwellMs' AS measure, CAST(fixationDwellMs AS DOUBLE) AS amount FROM shown
  UNION ALL
  SELECT study, task, aoi, 'fixationCount', CAST(fixationCount AS DOUBLE) FROM shown
  UNION ALL
  SELECT study, task, aoi, 'visits', CAST(visits AS DOUBLE) FROM shown
  UNION ALL
  SELECT study, task, aoi, 'shareOfTimePct', CAST(shareOfTimePct AS DOUBLE) FROM shown
  UNION ALL
  SELECT study, task, aoi, 'timeToFirstFixationMs', CAST(timeToFirstFixationMs AS DOUBLE) FROM shown
),
means AS (
  SELECT study, task, aoi, measure, CAST(count(amount) AS DOUBLE) AS n, avg(amount) AS mean, stddev_samp(amount) AS sd
  FROM measured
  WHERE amount IS NOT NULL
  GROUP BY study, task, aoi, measure
),
-- Counts are doubles, since engines differ in what they make of a whole number and a decimal.
-- The 97.5 % quantile of Student's t of few degrees of freedom; of more, its expansion by Cornish and Fisher is right to a thousandth.
quantiles AS (
  SELECT CAST(freedom AS INTEGER) AS freedom, CAST(t AS DOUBLE) AS t
  FROM (VALUES (1, 12.706205), (2, 4.302653), (3, 3.182446), (4, 2.776445), (5, 2.570582), (6, 2.446912), (7, 2.364624),
    (8, 2.306004), (9, 2.262157), (10, 2.228139)) AS few (freedom, t)
),
reaching AS (
  SELECT means.study, means.task, means.aoi, means.measure, means.n, means.mean, means.sd,
    COALESCE(quantiles.t,
      1.959964 + 2.372271 / (means.n - 1) + 2.822499 / ((means.n - 1) * (means.n - 1))
        + 2.555850 / ((means.n - 1) * (means.n - 1) * (means.n - 1)))
      * means.sd / sqrt(means.n) AS reach
  FROM means
  LEFT JOIN quantiles ON quantiles.freedom = means.n - 1
  WHERE means.n > 1
  UNION ALL
  SELECT study, task, aoi, measure, n, mean, CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE) FROM means WHERE n = 1
),
shares AS (
  SELECT study, task, aoi, CAST(count(*) AS DOUBLE) AS n, CAST(sum(looked) AS DOUBLE) / count(*) AS share
  FROM shown
  GROUP BY study, task, aoi
),
wilson AS (
  SELECT study, task, aoi, n, share,
    (share + 3.841459 / (2 * n)) / (1 + 3.841459 / n) AS middle,
    sqrt(share * (1 - share) / n + 3.841459 / (4.0 * n * n)) * 1.959964 / (1 + 3.841459 / n) AS reach
  FROM shares
),
names AS (
  SELECT study, task, aoi, max(aoiName) AS aoiName FROM shown GROUP BY study, task, aoi
),
estimates AS (
  SELECT study, task, aoi, measure, n, mean, sd, mean - reach AS ciLow, mean + reach AS ciHigh FROM reaching
  UNION ALL
  SELECT study, task, aoi, 'lookedPct', n, 100 * share, CAST(NULL AS DOUBLE),
    100 * (CASE WHEN share = 0 THEN 0 ELSE middle - reach END),
    100 * (CASE WHEN share = 1 THEN 1 ELSE middle + reach END)
  FROM wilson
)
SELECT estimates.study AS study, estimates.task AS task, estimates.aoi AS aoi, aoiName, measure,
  CAST(n AS INTEGER) AS n, mean, sd, ciLow, ciHigh
FROM estimates
JOIN names ON names.study = estimates.study AND names.task = estimates.task AND names.aoi = estimates.aoi
ORDER BY study, task, aoi, measure;
