int ck_one(void);
