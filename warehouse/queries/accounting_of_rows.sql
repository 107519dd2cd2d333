-- Is every row received accounted for? The last column is 0 for every country.
SELECT country_code, file_count, refused_file_count, received_count, form_count, accepted_count, held_back_count, superseded_count,
       received_count - form_count - accepted_count - held_back_count - superseded_count AS lost_count
FROM report_submission_quality;
