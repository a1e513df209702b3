-- How each task went: who began it, how it ended, and the geometric mean of the time of those who managed it.
SELECT study, task,
  count(*) AS participants,
  sum(CASE WHEN outcome = 'success' THEN 1 ELSE 0 END) AS success,
  sum(CASE WHEN outcome = 'timed-out' THEN 1 ELSE 0 END) AS timedOut,
  sum(CASE WHEN outcome = 'gave-up' THEN 1 ELSE 0 END) AS gaveUp,
  sum(CASE WHEN outcome = 'interrupted' THEN 1 ELSE 0 END) AS interrupted,
  exp(avg(CASE WHEN outcome = 'success' AND durationMs > 0 THEN ln(durationMs) END)) AS successGeometricMeanMs,
  avg(durationMs) AS durationMeanMs
FROM tasks
GROUP BY study, task
ORDER BY study, task;
